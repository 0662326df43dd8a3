// Findings: what the page lists is what the command line finds, and each leads to its events.

import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { unfold } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { analyze, countEvents, generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { figure, goTo, open, settled, until } from './support/page.mjs';

const NAME = 'incidents.jsonl';
const { path } = generate(NAME, { events: 6000, seed: 21 });
const { findings } = analyze([NAME], dirname(path));
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'];

async function load(page) {
  await open(page);
  await chooseFiles(page, path);
  await settled(page);
  await until(page, 'the rules are evaluated', () => document.getElementById('app').dataset.findings !== '');
  await goTo(page, 'Findings');
  await until(page, 'findings are listed', () => document.querySelector('[data-finding]') !== null);
}

inBoth('the page lists what the command line finds', async (page) => {
  await load(page);
  assert.ok(findings.length > 0);
  for (const severity of SEVERITIES) {
    const expected = findings.filter((one) => one.severity === severity).length;
    assert.equal(await figure(page, severity), expected, severity);
  }
  await unfold(page);
  const listed = await page.$$eval('[data-finding]', (rows) =>
    rows.map((row) => ({
      rule: row.dataset.finding,
      count: Number(row.querySelector('[data-count]').dataset.count),
    })),
  );
  // Those of level informational are listed by rule.
  const sorted = (list) => [...list].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  const expected = findings.slice(0, listed.length);
  const loud = expected.filter(({ severity }) => severity !== 'informational').length;
  const pairs = expected.map(({ rule, count }) => ({ rule, count }));
  assert.deepEqual(listed.slice(0, loud), pairs.slice(0, loud));
  assert.deepEqual(sorted(listed), sorted(pairs));
});

inBoth('a finding says what happened, and becomes the filter', async (page) => {
  await load(page);
  await page.click('.finding-open');
  await settled(page);
  const [first] = findings;
  assert.equal(await page.$eval('.finding-message', (one) => one.textContent), first.message);
  const filter = await page.$eval('.finding-facts code', (one) => one.textContent);
  assert.equal(countEvents(path, filter), first.count);
  await page.evaluate(() =>
    [...document.querySelectorAll('.finding-body .button')]
      .find((one) => /^Show /.test(one.textContent))
      .click(),
  );
  await settled(page);
  await goTo(page, 'Overview');
  assert.equal(await figure(page, 'events'), first.count);
});
