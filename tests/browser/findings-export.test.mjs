// Findings are saved in every form, byte for byte as the command line writes them, with what they rest on.

import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { downloads, savedAs } from './support/downloads.mjs';
import { findingsFile, generate, once } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { goTo, open, settled, until } from './support/page.mjs';

const expectedFile = once(findingsFile);
const NAME = 'exported-incidents.jsonl';
const { path } = generate(NAME, { events: 3000, seed: 22 });
const FORMS = [
  { name: 'CSV', format: 'csv', file: 'touchstone-findings.csv', beside: true },
  { name: 'NDJSON', format: 'ndjson', file: 'touchstone-findings.ndjson', beside: true },
  { name: 'Parquet', format: 'parquet', file: 'touchstone-findings.parquet', beside: false },
  { name: 'Excel', format: 'xlsx', file: 'touchstone-findings.xlsx', beside: false },
  { name: 'SARIF', format: 'sarif', file: 'touchstone-findings.sarif', beside: false },
  { name: 'OCSF', format: 'ocsf', file: 'touchstone-findings.ocsf.ndjson', beside: true },
  { name: 'Timesketch', format: 'timesketch', file: 'touchstone-findings.timesketch.jsonl', beside: true },
];

inBoth('findings are saved in every form as the command line writes them', async (page, browserName) => {
  await load(page, '');
  for (const form of FORMS) await compare(page, browserName, form, []);
});

inBoth('the filter leaves findings out of the file, too', async (page, browserName) => {
  const filter = 'service:accounts';
  await load(page, `#/overview?v=2&filter=${encodeURIComponent(filter)}`);
  await compare(page, browserName, FORMS[0], ['--filter', filter]);
});

async function load(page, hash) {
  await open(page, hash);
  await chooseFiles(page, path);
  await settled(page);
  await until(page, 'the rules are evaluated', () => document.getElementById('app').dataset.findings !== '');
  await goTo(page, 'Findings');
  await until(page, 'findings are listed', () => document.querySelector('[data-finding]') !== null);
}

async function compare(page, browserName, { name, format, file, beside }, more) {
  const expected = expectedFile([NAME], dirname(path), format, more);
  const names = beside ? [file, `${file}.basis.json`] : [file];
  const [bytes, basis] = await downloads(browserName, names, async () => {
    await page.click('main [aria-label="Export findings"]');
    await page.click(`main [aria-label="Save findings as ${name}"]`);
    await until(
      page,
      `a word on ${file}`,
      (saved) => {
        const text = document.querySelector('.notices')?.innerText ?? '';
        return new RegExp(saved).test(/Saved ([^\s,]+)/.exec(text)?.[1] ?? '');
      },
      savedAs(file).source,
    );
    await page.click('.notices [aria-label="Close this message"]');
  });
  assert.ok(bytes.length > 1000, `${file}: ${bytes.length} bytes`);
  assert.ok(bytes.equals(expected.bytes), `${file} differs`);
  assert.equal(basis?.toString() ?? null, expected.basis?.toString() ?? null, `${file}.basis.json`);
}
