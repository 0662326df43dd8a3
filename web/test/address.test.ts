import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Address, decodeAddress, encodeAddress, HOME, LISTS, VIEWS } from '../src/base/address.ts';

function roundTrip(address: Address): void {
  assert.deepEqual(decodeAddress(encodeAddress(address)), address, encodeAddress(address));
}

test('the page opens at its home', () => {
  assert.equal(encodeAddress(HOME), '#/start');
  for (const fragment of ['', '#', '#/', '#/start', '#/nonsense', '#nonsense?x', '?&&==&']) {
    assert.deepEqual(decodeAddress(fragment), HOME, fragment);
  }
});

test('every part of the state comes back', () => {
  roundTrip({
    view: 'services',
    service: 'clusters',
    filter: {
      terms: [
        { column: 'service_name', values: ['clusters', null, '', '~', '~~x'], exclude: false },
        { column: 'service_name', values: ['jobs'], exclude: true },
        {
          column: 'requestParams.a,b=c&d#e?f/g%',
          values: ['100 %', 'a\nb', '\u{1f512}', '<script>'],
          exclude: false,
        },
      ],
      time: { fromMs: 1577491288885, untilMs: 1577577589802 },
    },
    sort: { column: 'requestParams.-x', descending: true },
    columns: ['event_time', 'requestParams.a,b'],
    event: 4_000_000_000,
    stack: 'service_name',
    list: 'duplicates',
  });
});

test('a service may have any name, and none', () => {
  for (const service of ['', '~', '~~', 'a/b', 'x?y', '..', '%'])
    roundTrip({ ...HOME, view: 'services', service });
});

test('a fragment stays legible', () => {
  const address: Address = {
    ...HOME,
    view: 'events',
    filter: {
      terms: [{ column: 'email', values: ['a@corp.example', null], exclude: true }],
      time: { fromMs: Date.UTC(2019, 11, 28), untilMs: Date.UTC(2019, 11, 29) },
    },
    sort: { column: 'event_time', descending: true },
  };
  assert.equal(
    encodeAddress(address),
    '#/events?not.email=a@corp.example&not.email=~&time=2019-12-28T00:00:00.000Z..2019-12-29T00:00:00.000Z&sort=-event_time',
  );
});

test('what a typed link gets wrong is left out', () => {
  const { filter, sort, columns, event, stack } = decodeAddress(
    '#/overview?time=yesterday..today&time=2020-01-02..2020-01-01&sort=-&columns=,&event=-1&stack=email&is.=x&is.a=1&is.a=1&%E0%A4%A=x',
  );
  assert.deepEqual(filter, { terms: [{ column: 'a', values: ['1'], exclude: false }], time: null });
  assert.deepEqual([sort, columns, event, stack], [null, null, null, 'outcome']);
});

test('any state comes back, and any text is read without an error', () => {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const characters = [...'ab~=&?#/%+,.- \u0000\n"\'<>\u202e\u{1f512}é'];
  const text = (): string =>
    Array.from({ length: random(9) }, () => characters[random(characters.length)]).join('');
  for (let round = 0; round < 3000; round += 1) {
    const terms = Array.from({ length: random(4) }, (_, at) => ({
      column: `c${at}${text()}`,
      values: [...new Set(Array.from({ length: 1 + random(3) }, () => (random(5) === 0 ? null : text())))],
      exclude: random(2) === 0,
    }));
    const fromMs = random(2 ** 31) * 1000 + random(1000);
    const view = VIEWS[random(VIEWS.length)] ?? 'start';
    const columns = [...new Set(Array.from({ length: random(4) }, text))].filter(Boolean);
    roundTrip({
      view,
      service: view === 'services' && random(2) === 0 ? text() : null,
      filter: { terms, time: random(2) === 0 ? null : { fromMs, untilMs: fromMs + 1 + random(1e9) } },
      sort: random(2) === 0 ? null : { column: `x${text()}`, descending: random(2) === 0 },
      columns: columns.length > 0 ? columns : null,
      event: random(2) === 0 ? null : random(2 ** 31),
      stack: random(2) === 0 ? 'outcome' : 'service_name',
      list: LISTS[random(LISTS.length)] ?? 'problems',
    });
    decodeAddress(`#${text()}${text()}${text()}${text()}`);
  }
});

test('a lone surrogate, which no log holds, does not stop the page', () => {
  const filter = { terms: [{ column: 'a', values: ['\ud800'], exclude: false }], time: null };
  assert.equal(encodeAddress({ ...HOME, filter }), '#/start?is.a=%EF%BF%BD');
});
