import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Address,
  type Draw,
  decodeAddress,
  encodeAddress,
  HOME,
  LISTS,
  type Link,
  VIEWS,
} from '../src/base/address.ts';

function roundTrip(address: Address): void {
  assert.deepEqual(decodeAddress(encodeAddress(address)), linkTo(address), encodeAddress(address));
}

function linkTo(address: Address): Link {
  return { address, terms: null, unknown: null };
}

test('the page opens at its home', () => {
  assert.equal(encodeAddress(HOME), '#/start');
  for (const fragment of ['', '#', '#/', '#/start', '#/nonsense', '#nonsense?x', '?&&==&']) {
    assert.deepEqual(decodeAddress(fragment), linkTo(HOME), fragment);
  }
});

test('every part of the state comes back', () => {
  roundTrip({
    view: 'services',
    service: 'clusters',
    section: null,
    draw: { size: 25, seed: '2026-Q1 & more, é', method: 'stratified', by: 'requestParams.a,b' },
    entity: null,
    filter:
      'service:(clusters, "") -param."a,b=c&d#e?f/g%":="100 %\\u{1f512}" ~/<script>/i OR #time:2019..2020-03',
    sort: [
      { column: 'requestParams.-x', descending: true },
      { column: 'a,-b', descending: false },
    ],
    columns: ['event_time', 'requestParams.a,b'],
    group: ['email', 'requestParams.a,b'],
    cross: true,
    event: 4_000_000_000,
    eventKey: null,
    stack: 'service_name',
    log: true,
    zoom: [
      { fromMs: 0, untilMs: 86_400_000 },
      { fromMs: 1, untilMs: 2 },
    ],
    split: 'requestParams.a=b',
    list: 'duplicates',
    finding: '8d1f@1772582400000.2',
    against: 'time:2019 -user:a@corp.example',
    zone: 'America/Argentina/Buenos_Aires',
    on: '3.1q7z0k2m',
  });
});

test('an event is told by what selects it, or by its number', () => {
  const eventKey = 'time:2026-03-05T10:00:00.123 service:="a&b#c" request:="ServiceMain-1"';
  roundTrip({ ...HOME, view: 'events', eventKey });
  const numbered = encodeAddress({ ...HOME, view: 'events', event: 7 });
  assert.equal(numbered, '#/events?event=7');
  assert.doesNotMatch(encodeAddress({ ...HOME, view: 'events', event: 7, eventKey }), /event=7/);
});

test('an entity may have any value, and none', () => {
  for (const value of [null, '', '~', '~~', 'a/b', 'x?y', '..', '%', '2001:db8::1']) {
    const entity = { column: 'requestParams.a/b', value };
    roundTrip({ ...HOME, view: 'people', entity });
  }
  assert.equal(
    encodeAddress({
      ...HOME,
      view: 'people',
      entity: { column: 'email', value: 'a@b.c' },
      zone: 'Asia/Tokyo',
    }),
    '#/people/email/a@b.c?zone=Asia%2FTokyo',
  );
});

test('a service may have any name, and none', () => {
  for (const service of ['', '~', '~~', 'a/b', 'x?y', '..', '%'])
    roundTrip({ ...HOME, view: 'services', service });
});

test('a fragment stays legible, and ends where programs that find links in text think it ends', () => {
  const address: Address = {
    ...HOME,
    view: 'events',
    filter: '-user:(a@corp.example, "b c") ip:10.0.0.0/8 time:2019-12-28T00:00..2019-12-29 status:>=400',
    sort: [{ column: 'event_time', descending: true }],
  };
  assert.equal(
    encodeAddress(address),
    '#/events?v=2&filter=-user:%28a@corp.example,%20%22b%20c%22%29%20ip:10.0.0.0/8%20time:2019-12-28T00:00..2019-12-29%20status:%3E=400&sort=-event_time',
  );
  roundTrip(address);
});

test('addresses of version 1 are read as terms and a time', () => {
  const link = decodeAddress(
    '#/events?is.service_name=clusters&is.service_name=~&is.a%2Cb%3Dc=~~x&not.email=&time=2019-12-28T00:00:00.000Z..2019-12-29T00:00:00.000Z&sort=-email',
  );
  assert.deepEqual(link, {
    address: { ...HOME, view: 'events', sort: [{ column: 'email', descending: true }] },
    terms: {
      terms: [
        { column: 'service_name', values: ['clusters', null], exclude: false },
        { column: 'a,b=c', values: ['~x'], exclude: false },
        { column: 'email', values: [''], exclude: true },
      ],
      time: { fromMs: Date.UTC(2019, 11, 28), untilMs: Date.UTC(2019, 11, 29) },
    },
    unknown: null,
  });
});

test('an address is of one version: what is of another is left out, and an unknown one is told', () => {
  const second = decodeAddress('#/events?v=2&is.email=a&filter=user:b&time=2019-01-01..2020-01-01');
  assert.deepEqual(second, linkTo({ ...HOME, view: 'events', filter: 'user:b' }));
  const first = decodeAddress('#/events?is.email=a&filter=user:b');
  assert.equal(first.address.filter, '');
  assert.deepEqual(first.terms?.terms, [{ column: 'email', values: ['a'], exclude: false }]);
  const third = decodeAddress('#/events?v=3&filter=user:b&is.email=a&sort=email');
  assert.deepEqual(third, {
    address: { ...HOME, view: 'events', sort: [{ column: 'email', descending: false }] },
    terms: null,
    unknown: '3',
  });
});

test('what a typed link gets wrong is left out', () => {
  const { address, terms } = decodeAddress(
    '#/overview?time=yesterday..today&time=2020-01-02..2020-01-01&sort=-&columns=,&event=-1&stack=email&is.=x&is.a=1&is.a=1&%E0%A4%A=x',
  );
  assert.deepEqual(terms, { terms: [{ column: 'a', values: ['1'], exclude: false }], time: null });
  const { sort, columns, event, eventKey, stack } = address;
  assert.deepEqual([sort, columns, event, eventKey, stack], [[], null, null, null, 'outcome']);
});

test('any state comes back, and any text is read without an error', () => {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const characters = [...'ab~=&?#/%+,.-():! \u0000\n"\'<>\u202e\u{1f512}é'];
  const text = (): string =>
    Array.from({ length: random(9) }, () => characters[random(characters.length)]).join('');
  const maybe = (value: string): string | null => (random(2) === 0 ? null : value);
  for (let round = 0; round < 3000; round += 1) {
    const view = VIEWS[random(VIEWS.length)] ?? 'start';
    const columns = [...new Set(Array.from({ length: random(4) }, text))].filter(Boolean);
    const group = columns.slice(0, random(3));
    const eventKey = random(3) === 0 ? `x:${text()}` : null;
    roundTrip({
      view,
      service: view === 'services' && random(2) === 0 ? text() : null,
      section: view === 'evidence' && random(2) === 0 ? `x${text()}` : null,
      draw: random(2) === 0 ? null : drawOf(text, random),
      entity: view === 'people' && random(2) === 0 ? { column: `x${text()}`, value: maybe(text()) } : null,
      filter: text(),
      sort: random(2) === 0 ? [] : [{ column: `x${text()}`, descending: random(2) === 0 }],
      group,
      cross: group.length === 2 && random(2) === 0,
      columns: columns.length > 0 ? columns : null,
      event: eventKey !== null || random(2) === 0 ? null : random(2 ** 31),
      eventKey,
      stack: random(2) === 0 ? 'outcome' : 'service_name',
      log: random(2) === 0,
      zoom: random(2) === 0 ? [] : [{ fromMs: random(1000), untilMs: 1000 + random(2 ** 31) }],
      split: random(2) === 0 ? null : `x${text()}`,
      list: LISTS[random(LISTS.length)] ?? 'problems',
      finding: random(2) === 0 ? null : `x${text()}`,
      against: maybe(text()),
      zone: random(2) === 0 ? null : `x${text()}`,
      on: random(2) === 0 ? null : `x${text()}`,
    });
    decodeAddress(`#${text()}${text()}${text()}${text()}`);
  }
});

function drawOf(text: () => string, random: (below: number) => number): Draw {
  const method = (['simple', 'systematic', 'stratified'] as const)[random(3)] ?? 'simple';
  const by = method === 'stratified' ? `x${text()}` : 'email';
  return { size: 1 + random(1000), seed: `x${text()}`, method, by };
}

test('a sample is drawn only with a size and a seed', () => {
  for (const [pairs, expected] of [
    ['size=25&seed=a', { size: 25, seed: 'a', method: 'simple', by: 'email' }],
    ['size=25&seed=a&draw=systematic', { size: 25, seed: 'a', method: 'systematic', by: 'email' }],
    ['size=25&seed=a&draw=by:outcome', { size: 25, seed: 'a', method: 'stratified', by: 'outcome' }],
    ['size=25&seed=a&draw=by:', { size: 25, seed: 'a', method: 'simple', by: 'email' }],
    ['size=25', null],
    ['seed=a', null],
    ['size=0&seed=a', null],
    ['size=1e9&seed=a', null],
    ['size=-1&seed=a', null],
  ] as const) {
    assert.deepEqual(decodeAddress(`#/evidence/sample?${pairs}`).address.draw, expected, pairs);
  }
});

test('a zoom is within the one before, and columns are named once', () => {
  const day = '2020-01-01T00:00:00.000Z..2020-01-02T00:00:00.000Z';
  const hour = '2020-01-01T01:00:00.000Z..2020-01-01T02:00:00.000Z';
  for (const [zoom, levels] of [
    [`${day},${hour}`, 2],
    [`${hour},${day}`, 1],
    [`${day},x..y,${hour}`, 1],
    ['', 0],
  ]) {
    assert.equal(decodeAddress(`#/overview?zoom=${zoom}`).address.zoom.length, levels, String(zoom));
  }
  const { address } = decodeAddress('#/events?sort=-a,b,a,-&group=a,a,b,c');
  assert.deepEqual(
    [address.sort.map(({ column }) => column), address.group],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  );
});

test('a lone surrogate, which no log holds, does not stop the page', () => {
  assert.equal(encodeAddress({ ...HOME, filter: 'a:\ud800' }), '#/start?v=2&filter=a:%EF%BF%BD');
});
