// The page and the command line are one core: their summaries of the same inputs are the same, to the last value.
//
// Paths need no normalising where the command line is run beside the inputs: both name a file by its path from there.

import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { summary } from './support/downloads.mjs';
import { analyze, BLOG, generate, placeRecords, record, withoutBlog } from './support/fixtures.mjs';
import { chooseFiles, drop, dropEntries } from './support/give.mjs';
import { goTo, open, settled } from './support/page.mjs';
import { place, work } from './support/work.mjs';

const options = { shape: 'mixed', badLines: 8, duplicates: 12 };
const first = generate('first.jsonl', { ...options, events: 1500, seed: 3 });
const second = generate('second.jsonl', { ...options, events: 800, seed: 4, shape: '2019' });

/** The page's summary of the loaded data; the download waits for the hashes. */
async function summaryOf(page, browserName) {
  await settled(page);
  await goTo(page, 'Inputs');
  return summary(page, browserName);
}

inBoth('the summary of files with bad lines and duplicates is the command line’s', async (page, name) => {
  const told = analyze(['first.jsonl', 'second.jsonl'], work);
  const both = (key) => first.truth.totals[key] + second.truth.totals[key];
  const [records, events] = [both('records'), both('events')];
  const [duplicates, problems] = [both('duplicates'), both('bad_lines')];
  assert.deepEqual(told.totals, { records, events, duplicates, problems });
  await open(page);
  await drop(page, name, first.path, second.path);
  assert.deepEqual(await summaryOf(page, name), told);
});

inBoth('the summary of what was added later is the command line’s for all at once', async (page, name) => {
  await open(page);
  await chooseFiles(page, first.path);
  await settled(page);
  await chooseFiles(page, second.path);
  assert.deepEqual(await summaryOf(page, name), analyze(['first.jsonl', 'second.jsonl'], work));
});

inBoth(
  'the summary of a delivery folder, with files delivered again, is the command line’s',
  async (page, name) => {
    const { path } = generate(`delivery-${name}`, {
      events: 1200,
      files: 120,
      redeliveries: 4,
      badLines: 5,
      duplicates: 5,
    });
    await open(page);
    await dropEntries(page, path);
    assert.deepEqual(await summaryOf(page, name), analyze([`delivery-${name}`], work));
  },
);

inBoth('the summary of inputs that are no logs is the command line’s', async (page, name) => {
  place('odd/empty.json', '');
  place('odd/letter.txt', 'Dear auditor,\nfind attached nothing.\n');
  place('odd/packed.json.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]));
  place('odd/log.json', `${JSON.stringify(record())}\n`);
  const names = ['odd/empty.json', 'odd/letter.txt', 'odd/packed.json.gz', 'odd/log.json'];
  const plain = names.map((path) => path.replace('odd/', ''));
  await open(page);
  await chooseFiles(page, ...names.map((path) => join(work, path)));
  // The page sorts files given at once by path; the command line takes its arguments in order.
  assert.deepEqual(await summaryOf(page, name), analyze(plain.sort(), join(work, 'odd')));
});

// The order of inputs is part of the summary: it numbers the inputs and decides which of two records is the
// duplicate. So both must walk folders in the same order and skip the same companions.
const FOLDERS = {
  'in the same order': [
    ...['a/x.json', 'a-b/x.json', 'a.json', 'a/b/x.json', 'a0/x.json'],
    ...['B.json', '10.json', '9.json', 'é.json', 'z.json'],
    // In UTF-16 the second comes first; in UTF-8 and by code point, the first.
    ...['\u{fb01}.json', '\u{1f600}.json'],
  ],
  'leaving out the same companions': [
    ...[
      'log.json',
      '_SUCCESS',
      '_started_1',
      '_committed_1',
      '.log.json.crc',
      'table/_delta_log/00000000000000000000.json',
      '.DS_Store',
    ],
    // Not left by Spark or a file manager, but named similarly.
    ...[
      '_more.json',
      '.hidden.json',
      'sum.crc',
      '_SUCCESS.json',
      'Thumbs.db',
      '_sub/log.json',
      '.sub/log.json',
    ],
  ],
};
for (const [how, paths] of Object.entries(FOLDERS)) {
  inBoth(`a folder is walked as the command line walks it, ${how}`, async (page, name) => {
    const folder = `${name} ${how}`;
    paths.forEach((path, at) => {
      // Every file has one record of its own and one that all files share.
      const records = [record({ requestId: `own ${at}` }), record({ requestId: 'shared' })];
      placeRecords(`${folder}/${path}`, records);
    });
    const told = analyze([folder], work);
    await open(page);
    await dropEntries(page, join(work, folder));
    const shown = await summaryOf(page, name);
    const pathsOf = ({ inputs }) => inputs.map(({ path }) => path.replace(`${folder}/`, ''));
    assert.deepEqual(pathsOf(shown), pathsOf(told));
    assert.deepEqual(shown, told);
  });
}

inBoth(
  'the summary of the blog’s set is the command line’s',
  async (page, name) => {
    await open(page);
    await drop(page, name, BLOG.path);
    assert.deepEqual(await summaryOf(page, name), analyze([basename(BLOG.path)], dirname(BLOG.path)));
  },
  withoutBlog ? { cannot: { chromium: withoutBlog, firefox: withoutBlog } } : {},
);
