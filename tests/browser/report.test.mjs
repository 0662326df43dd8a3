// The report of the command line: valid HTML, accessible, without scripts, and as wide as the paper that it is printed on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { axe, bringAxe, emulate, tooWide } from './support/access.mjs';
import { inBoth } from './support/browsers.mjs';
import { findingsFile, generate, reportFile } from './support/fixtures.mjs';
import { place } from './support/work.mjs';

const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });

/** What a printer leaves of a page beside its margins, in CSS pixels. */
const PAPERS = { A4: 672, Letter: 695 };

/** What would end a cell, run, or hide. */
const HOSTILE =
  '</td></table><script>document.title = 1</script><img src=x onerror=alert(1)>\u202egpj&amp;"\'';

let made;

/** The report of a log with damage, with a case that decides about the first findings and says what is hostile. */
function report() {
  if (made) return made;
  const { path } = generate('report.jsonl', { events: 4000, seed: 3, badLines: 5, duplicates: 7 });
  const { bytes } = findingsFile([path], '.', 'ndjson');
  const prints = bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).finding);
  const at = '2026-04-01T08:00:00Z';
  const decided = (finding, number) => ({
    finding,
    state: ['explained', 'exception'][number % 2],
    why: HOSTILE,
    by: HOSTILE,
    at,
  });
  const dispositions = prints.slice(0, 4).map(decided);
  const notes = [
    { finding: prints[0], star: true, label: HOSTILE, comment: HOSTILE, by: HOSTILE, at },
    { event: 'service:clusters', about: HOSTILE, comment: 'two\nlines', by: 'B', at },
  ];
  const opening = { format: 'touchstone-case 1', title: 'March', purpose: 'Routine review\nof a month' };
  const file = place('case.json', JSON.stringify({ ...opening, prepared_by: HOSTILE, dispositions, notes }));
  made = reportFile([path], 'report.html', ['--case', file, '--sample', '25', '--seed', 's']);
  return made;
}

inBoth('a report is valid, accessible, without scripts, and fits on A4 and Letter', async (page, name) => {
  const path = report();
  if (name === 'chromium') {
    const { results } = validator.validateStringSync(readFileSync(path, 'utf8'));
    const messages = results.flatMap((result) => result.messages);
    assert.deepEqual(
      messages.map(({ ruleId, line, column, message }) => `${line}:${column} ${ruleId}: ${message}`),
      [],
    );
  }
  await page.goto(pathToFileURL(path).href);
  assert.equal(await page.evaluate(() => document.scripts.length), 0);
  assert.equal(await page.evaluate(() => document.querySelectorAll('h2').length), 10);
  await bringAxe(page);
  assert.deepEqual(await axe(page), []);
  if (name !== 'chromium') return;
  const session = await emulate(page, 'print');
  for (const [paper, width] of Object.entries(PAPERS)) {
    await page.setViewport({ width, height: 900 });
    assert.deepEqual(await tooWide(page), [], paper);
  }
  await session.detach();
});
