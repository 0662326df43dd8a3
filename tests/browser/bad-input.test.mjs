// Inputs that are not logs, or damaged: the message names the file and the cause, and the page never hangs.

import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inBoth } from './support/browsers.mjs';
import { fixture, generate, placeRecords, record, someRecords } from './support/fixtures.mjs';
import { chooseFiles, drag, drop, dropEntries } from './support/give.mjs';
import {
  allGridRows,
  goTo,
  gridRows,
  open,
  reconciliation,
  settled,
  state,
  troubles,
  until,
} from './support/page.mjs';
import { recount } from './support/recount.mjs';
import { place, work } from './support/work.mjs';

const line = `${JSON.stringify(record())}\n`;
const someLines = (from, count) =>
  someRecords(count, from)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');
const refused = (name) => readFileSync(join(fixture('refused-containers').path, name));
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex');

/** Inputs without events, and the expected message for each. */
const USELESS = [
  ['nothing.json', '', /empty/],
  ['blank.json', ' \n\n\t\n', /empty|white space/],
  ['picture.png', png, /no audit log|no log|not.*log/],
  [
    'letter.txt',
    'Dear auditor,\n\nplease find attached what you asked for.\n',
    /no audit log|no log|not.*log/,
  ],
  ['nothing in it.json.gz', gzipSync(''), /empty|white space|no .*log/],
  ['header only.json.gz', gzipSync(line.repeat(20)).subarray(0, 10), /gzip/],
  ['packed.json.bz2', refused('audit.json.bz2'), /bzip2/],
  ['packed.json.xz', refused('audit.json.xz'), /xz/],
  ['archive.tar', refused('audit.tar'), /tar/],
  ['secret.zip', readFileSync(join(fixture('zip-encrypted').path, 'aes.zip')), /encrypted/],
  ['table.parquet', Buffer.from('PAR1\0\0\0\0PAR1'), /Parquet/],
  [
    'other.json',
    '{"level":"info","msg":"started"}\n{"level":"info","msg":"stopped"}\n',
    /no audit record|format/,
  ],
];

/** Inputs that used to be refused, and their number of events. */
const READ = [
  ['packed.json.gz', gzipSync(someLines(0, 3)), 3],
  ['array.json', `[\n${someLines(10, 4).trim().replaceAll('\n', ',\n')}\n]`, 4],
  ['pretty.json', JSON.stringify(record({ requestId: 'pretty' }), null, 2), 1],
  ['wide.json', Buffer.from(`\ufeff${someLines(20, 2)}`, 'utf16le'), 2],
  ['wide the other way.json', Buffer.from(`\ufeff${someLines(30, 2)}`, 'utf16le').swap16(), 2],
];

inBoth(
  'an input that is no log is refused by name and cause, and the next drop works',
  async (page, name) => {
    await open(page);
    for (const [file, content, cause] of USELESS) {
      await drop(page, name, place(file, content));
      await until(
        page,
        `a word on ${file}`,
        (path) => document.querySelector(`[data-trouble="${path}"]`),
        file,
      );
      await settled(page, 'error');
      const { text } = (await troubles(page)).find(({ path }) => path === file);
      assert.ok(text.includes(file), text);
      assert.match(text, cause);
      assert.ok(
        (await page.$eval('main', (main) => main.innerText)).includes('Drop audit logs'),
        'a way to go on',
      );
    }
    await drop(page, name, placeRecords('log.json', someRecords(4)));
    await settled(page);
    const { events, problems, holds } = await reconciliation(page);
    // Two lines of one file are objects of no known format; the other files have one problem each.
    assert.deepEqual({ events, problems, holds }, { events: 4, problems: USELESS.length + 1, holds: true });
    await goTo(page, 'Inputs');
    const listed = (await allGridRows(page, 'Problems')).map(({ cells }) => cells[0].split(' › ')[0]);
    assert.deepEqual(
      [...new Set(listed)],
      USELESS.map(([file]) => file),
    );
  },
);

inBoth(
  'what once was refused is read: gzip, arrays, indented records, UTF-16, zip, Parquet',
  async (page, name) => {
    await open(page);
    await drop(page, name, ...READ.map(([file, content]) => place(`read/${file}`, content)));
    await settled(page);
    const own = READ.reduce((sum, [, , events]) => sum + events, 0);
    assert.equal((await reconciliation(page)).events, own);
    let { records } = await reconciliation(page);
    let bad = 0;
    for (const kind of ['zip', 'parquet-system', 'system-csv', 'zstd', 'delta']) {
      const { path, expected } = fixture(kind);
      await dropEntries(page, path);
      records += expected.totals.records;
      bad += expected.totals.problems;
      await until(
        page,
        `the records of ${kind}`,
        (all) =>
          document.querySelector('[data-strip=records]').textContent.replaceAll(',', '') === String(all),
        records,
      );
      await settled(page);
    }
    const { problems, holds } = await reconciliation(page);
    assert.deepEqual({ problems, holds }, { problems: bad, holds: true });
    assert.deepEqual(await troubles(page), []);
  },
);

inBoth('a gzip that ends too early keeps what came before, and says so', async (page, name) => {
  const { path, expected } = fixture('gzip-damaged');
  const truncated = expected.inputs.find((input) => input.path === 'truncated.json.gz');
  await open(page);
  await drop(page, name, join(path, truncated.path));
  await settled(page);
  const { records, events, problems, holds } = await reconciliation(page);
  assert.deepEqual(
    { records, events, problems, holds },
    { records: truncated.records, events: truncated.events, problems: 1, holds: true },
  );
  const [trouble] = await troubles(page);
  assert.match(trouble.text, /truncated\.json\.gz could not be read to its end: .*damaged/);
});

inBoth('a directory without logs is refused by name and cause', async (page, name) => {
  mkdirSync(join(work, 'void/also void'), { recursive: true });
  place('companions/_SUCCESS', '');
  place('companions/t/.part-0.json.crc', 'crc');
  await open(page);
  await dropEntries(page, join(work, 'void'));
  await settled(page, 'error');
  assert.match((await troubles(page))[0].text, /Nothing to read.*void/);
  await dropEntries(page, join(work, 'companions'));
  await until(page, 'the companions', () => document.body.innerText.includes('_SUCCESS'));
  await settled(page, 'error');
  assert.match((await troubles(page))[0].text, /Nothing to read.*2 entries.*companions\/_/);
  await page.click('nav a[title="Inputs"]');
  await settled(page, 'error');
  assert.deepEqual(await page.$$eval('[data-skipped]', (rows) => rows.map((row) => row.dataset.skipped)), [
    'companions/_SUCCESS',
    'companions/t/.part-0.json.crc',
    'void/also void/',
  ]);
  if (name === 'chromium') {
    await open(page);
    await page.reload();
    await drag(page, join(work, 'void'));
    await settled(page, 'error');
    assert.match((await troubles(page))[0].text, /Nothing to read.*void/);
  }
});

inBoth('useless files beside logs are named, and the logs are read', async (page, name) => {
  const [empty, letter] = [place('beside/nothing.json', ''), place('beside/letter.txt', 'Dear auditor\n')];
  const log = placeRecords('beside/log.json', someRecords(7));
  await open(page);
  await drop(page, name, empty, letter, log);
  await settled(page);
  assert.deepEqual((await troubles(page)).map(({ path }) => path).sort(), ['letter.txt', 'nothing.json']);
  const { records, events, problems, holds } = await reconciliation(page);
  assert.deepEqual({ records, events, problems, holds }, { records: 9, events: 7, problems: 2, holds: true });
});

inBoth(
  'bad lines are listed with record number, byte offset and reason; the rest is read',
  async (page, name) => {
    const lines = [
      JSON.stringify(record({ requestId: 'a' })),
      '-- log rotated --',
      JSON.stringify(record({ requestId: 'b', userAgent: 'sübstitute €' })),
      '42',
      '',
      '"[1, 2]"',
      '{"level":"info"}',
      `${JSON.stringify(record()).slice(0, 90)}`,
      JSON.stringify(record({ requestId: 'c' })),
    ];
    const text = lines.join('\r\n');
    const path = place('bad lines.json', text);
    await open(page);
    await drop(page, name, path);
    await settled(page);
    const own = recount(text);
    assert.equal(own.problems.length, 5);
    const { records, events, problems } = await reconciliation(page);
    assert.deepEqual({ records, events, problems }, { records: 8, events: 3, problems: 5 });
    await goTo(page, 'Inputs');
    const listed = (await gridRows(page, 'Problems')).map(({ cells }) => cells);
    const numbers = listed.map(([, number, offset]) =>
      [number, offset].map((cell) => Number(cell.replace(',', ''))),
    );
    assert.deepEqual(
      numbers,
      own.problems.map((problem) => [problem.record, problem.offset]),
    );
    assert.deepEqual(
      listed.map(([file]) => file),
      Array(5).fill('bad lines.json'),
    );
    assert.deepEqual(
      listed.map(([, , , kind]) => kind),
      ['invalid_json', 'not_an_object', 'not_an_object', 'unknown_format', 'invalid_json'],
    );
    for (const [, , , , message] of listed) assert.match(message, /\w+ \w+ \w+/);
    assert.match(listed[4][4], /ends before/);
  },
);

// The first file by name is so large that later ones can be changed while they wait.
const COPIES = 4;
const large = generate('a large one.json', { events: 60_000, seed: 5 }).path;
const CHANGES = {
  'that has grown': (path) => appendFileSync(path, line.repeat(50)),
  'that has shrunk': (path) => truncateSync(path, 1000),
  'that was overwritten by a shorter one': (path) => writeFileSync(path, line.repeat(3)),
  'that was overwritten by one as long': (path) => writeFileSync(path, 'x'.repeat(statSync(path).size)),
  'that was moved away': (path) => renameSync(path, `${path}.away`),
};
/** Firefox does not check whether a file is still the one that was given; it only notices missing bytes. */
const UNSEEN_BY_FIREFOX = ['that has grown', 'that was overwritten by one as long'];

inBoth(
  'a file that changes while it waits is a problem that names it, and its neighbours are read',
  async (page, name, context) => {
    const fileOf = (what) => `${name}, one ${what}.json`;
    const kinds = Object.keys(CHANGES);
    const paths = kinds.map((what, at) => placeRecords(fileOf(what), someRecords(100, at * 100)));
    // Small files are read in groups: by name, one of these comes before or after each that changes.
    const beside = kinds.map((what) => `${name}, one ${what} not.json`).concat('untouched.json');
    const untouched = beside.map((file, at) => placeRecords(file, someRecords(10, 1000 + at * 10)));
    await open(page);
    await chooseFiles(page, large, ...paths, ...untouched);
    await until(page, 'reading', () => document.getElementById('app').dataset.state === 'loading');
    for (const [at, what] of kinds.entries()) CHANGES[what](paths[at]);
    assert.equal((await state(page)).state, 'loading', 'the first file is too small');
    await settled(page);
    assert.ok((await reconciliation(page)).holds);

    const named = new Map((await troubles(page)).map(({ path, text }) => [path, text]));
    await goTo(page, 'Inputs');
    const ledger = new Map((await gridRows(page, 'Ledger of inputs')).map(({ cells }) => [cells[0], cells]));
    for (const file of beside) {
      assert.equal(named.has(file), false, file);
      assert.deepEqual(ledger.get(file)?.slice(6, 8), ['10', '10'], file);
    }
    for (const what of kinds) {
      if (name === 'firefox' && UNSEEN_BY_FIREFOX.includes(what)) {
        context.diagnostic(
          `Firefox gives the page no sign of a file ${what}: asserted is only that loading ends`,
        );
        continue;
      }
      assert.match(named.get(fileOf(what)) ?? 'not named', /changed|no longer/, what);
    }
  },
);

inBoth('a file that is cut short while it is read keeps what was read, and says so', async (page, name) => {
  const path = join(work, `${name} cut short.json`);
  // Large enough to be still reading when its first events have been reported.
  const bytes = readFileSync(large);
  for (let copy = 0; copy < COPIES; copy += 1) appendFileSync(path, bytes);
  await open(page);
  await chooseFiles(page, path);
  await until(page, 'some events', () => Number(document.getElementById('app').dataset.events) > 0);
  truncateSync(path, 5000);
  await settled(page);
  const { records, events, problems, holds } = await reconciliation(page);
  assert.ok(events > 0 && holds);
  assert.ok(records < 60_000 * COPIES, 'the file was read before it was cut');
  assert.equal(problems, 1);
  const [trouble] = await troubles(page);
  assert.match(trouble.text, /cut short\.json could not be read.*(changed|no longer)/);
});
