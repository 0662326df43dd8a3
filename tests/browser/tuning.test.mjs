// Tuning and own rules: what is changed on the page is what the command line finds with the same files.

import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { unfold } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { analyze, generate } from './support/fixtures.mjs';
import { chooseFiles, drop } from './support/give.mjs';
import { figure, goTo, open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const NAME = 'tuned.jsonl';
const { path } = generate(NAME, { events: 6000, seed: 21 });
const { findings } = analyze([NAME], dirname(path));

const OWN = `title: Own Rule About Logins
id: own-login
logsource:
    product: databricks
detection:
    selection:
        action_name: login
    condition: selection
level: critical
`;
const own = place('own-rules/own.yml', OWN);
const broken = place('own-rules/broken.yaml', `${OWN.replace('action_name: login', 'no_such_field: x')}`);

async function load(page) {
  await open(page);
  await chooseFiles(page, path);
  await settled(page);
  await evaluated(page);
  await goTo(page, 'Findings');
  await until(page, 'findings are listed', () => document.querySelector('[data-finding]') !== null);
}

/** Waits until the rules are evaluated and shown. */
async function evaluated(page) {
  await until(page, 'the rules are evaluated', () => {
    const { findings, looking } = document.getElementById('app').dataset;
    return findings !== '' && looking === '';
  });
  await settled(page);
}

const listed = async (page) => {
  await unfold(page);
  return page.$$eval('[data-finding]', (rows) =>
    rows.map((row) => [row.dataset.finding, Number(row.querySelector('[data-count]').dataset.count)]),
  );
};

/** The page lists findings of level informational by rule. */
const sorted = (list) => [...list].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const tuned = (page) => page.$eval('[data-tuned]', (one) => one.textContent);

/** Clicks a button by its text or name. */
async function press(page, name, within = 'main') {
  await page.evaluate(
    (wanted, where) => {
      const buttons = [...document.querySelectorAll(`${where} button`)];
      const is = (one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === wanted;
      const button = buttons.find(is);
      if (!button) throw new Error(`no button ${wanted}`);
      button.click();
    },
    name,
    within,
  );
  await evaluated(page);
}

/** The findings of the command line with the tuning that the page saves. */
async function withSaved(page, browser, ...args) {
  const save = () => press(page, 'Save tuning');
  const tuning = place(`saved-${browser}.yml`, await download(browser, 'touchstone-tuning.yml', save));
  return analyze([NAME], dirname(path), ['--tuning', tuning, ...args]).findings;
}

const pairs = (list) => list.map(({ rule, count }) => [rule, count]);

inBoth('a finding is ignored, shown, saved and brought back', async (page, browser) => {
  await load(page);
  const before = await listed(page);
  assert.deepEqual(sorted(before), sorted(pairs(findings).slice(0, before.length)));
  await page.click('.finding-open');
  await evaluated(page);
  await press(page, 'Ignore this');
  const after = await listed(page);
  assert.equal(after.length, before.length - 1);
  assert.match(await tuned(page), /1 exception\b/);
  const wrote = await page.$eval('[data-wrote]', (one) => one.textContent);
  assert.match(wrote, /^allow:\n- principals:/);
  assert.deepEqual(sorted(after), sorted(pairs(await withSaved(page, browser)).slice(0, after.length)));
  await press(page, 'Undo');
  assert.deepEqual(await listed(page), before);
  assert.match(await tuned(page), /as they come/);
});

inBoth('a rule is switched off, changed and reset', async (page, browser) => {
  await load(page);
  const before = await listed(page);
  const [first] = findings;
  const box = `[data-switch="${first.rule}"]`;
  await page.$eval(box, (input) => input.click());
  await evaluated(page);
  assert.match(await tuned(page), /1 rule off/);
  assert.ok((await listed(page)).every(([rule]) => rule !== first.rule));
  await page.$eval(box, (input) => input.click());
  await evaluated(page);
  assert.deepEqual(await listed(page), before);

  await page.$eval(`[data-rule="${first.rule}"] .rule-open`, (button) => button.click());
  await settled(page);
  await page.select('.rule-panel [data-setting="level"] select', 'informational');
  await evaluated(page);
  assert.match(await tuned(page), /1 rule changed/);
  assert.equal(
    await figure(page, 'informational'),
    findings.filter(({ rule, severity }) => severity === 'informational' || rule === first.rule).length,
  );
  const settings = await page.$$eval('.rule-panel [data-setting]', (list) =>
    list.map((one) => one.dataset.setting),
  );
  assert.ok(settings.includes('suppress'), String(settings));
  // A mistake says what is wrong, and changes nothing.
  const suppress = '.rule-panel [data-setting="suppress"] input';
  await page.$eval(suppress, (input) => input.select());
  await page.type(suppress, 'soon');
  await page.keyboard.press('Enter');
  await until(page, 'the mistake is told', () =>
    /soon is no length of time/.test(document.querySelector('.rule-panel')?.textContent ?? ''),
  );
  const saved = await withSaved(page, browser);
  const shown = await listed(page);
  assert.deepEqual(sorted(shown), sorted(pairs(saved).slice(0, shown.length)));
  await press(page, 'Reset tuning');
  assert.deepEqual(await listed(page), before);
});

inBoth('a tuning file is dropped, and mistakes in one say where', async (page, browser) => {
  await load(page);
  const { rule } = findings[0];
  const file = place(`tuning-${browser}.yml`, `rules:\n  ${rule}:\n    enabled: false\n`);
  await drop(page, browser, file);
  await until(page, 'it is taken', () => document.querySelector('[data-rule-taken]') !== null);
  await evaluated(page);
  assert.match(await tuned(page), /1 rule off/);
  assert.ok((await listed(page)).every(([other]) => other !== rule));
  const wrong = place(`wrong-${browser}.yml`, 'allow:\n  - networks: [office]\n');
  await drop(page, browser, wrong);
  await until(page, 'it is refused', () => document.querySelector('[data-rule-problem]') !== null);
  const told = await page.$eval('[data-rule-problem]', (one) => one.textContent);
  assert.match(told, /wrong-\w+\.yml, line 2: .*office is no network/);
  assert.match(await tuned(page), /1 rule off/, 'the tuning before stays');
});

inBoth('own rules are dropped, found with and removed; a broken one says where', async (page, browser) => {
  await open(page);
  await drop(page, browser, path, own, broken);
  await settled(page);
  await evaluated(page);
  const told = await page.$$eval('[data-rule-problem]', (list) => list.map((one) => one.textContent));
  assert.equal(told.length, 1);
  assert.match(told[0], /broken\.yaml, line 7: .*no_such_field/);
  await goTo(page, 'Findings');
  await evaluated(page);
  const expected = analyze([NAME], dirname(path), ['--rules', own]).findings;
  const shown = await listed(page);
  assert.ok(shown.some(([rule]) => rule === 'own-login'));
  assert.deepEqual(sorted(shown), sorted(pairs(expected).slice(0, shown.length)));
  assert.match(await tuned(page), /2 files of own rules/);
  await press(page, 'Tuning and own rules');
  await press(page, 'Remove own.yml');
  await press(page, 'Remove broken.yaml');
  const left = await listed(page);
  assert.deepEqual(left, pairs(findings).slice(0, left.length));
});

inBoth('own rules dropped before any log wait for it', async (page, browser) => {
  await open(page);
  await drop(page, browser, own);
  await until(page, 'they are taken', () => document.querySelector('[data-rule-taken]') !== null);
  await chooseFiles(page, path);
  await settled(page);
  await evaluated(page);
  await goTo(page, 'Findings');
  await evaluated(page);
  assert.ok((await listed(page)).some(([rule]) => rule === 'own-login'));
});

inBoth('exceptions and the text of the tuning are typed', async (page) => {
  await load(page);
  const before = await listed(page);
  await press(page, 'Tuning and own rules');
  await press(page, 'Add an exception', '.tuning');
  await page.type('.exception-form textarea[aria-label^="Principals"]', '*@*');
  await press(page, 'Add the exception', '.tuning');
  assert.match(await tuned(page), /1 exception\b/);
  assert.ok((await listed(page)).length < before.length);
  await press(page, 'The tuning as text', '.tuning');
  const text = '.tuning-text textarea';
  assert.equal(await page.$eval(text, (one) => one.value), "allow:\n- principals:\n  - '*@*'\n");
  await page.type(text, 'rules: 5');
  await press(page, 'Use this tuning', '.tuning');
  await until(page, 'the mistake is told', () =>
    /line \d+/.test(document.querySelector('.tuning-text .mistake')?.textContent ?? ''),
  );
  await press(page, 'Remove exception 1', '.tuning');
  assert.deepEqual(await listed(page), before);
});

inBoth('the strip counts the findings of its time, and makes it the filter', async (page) => {
  await open(page);
  await chooseFiles(page, path);
  await settled(page);
  await evaluated(page);
  await goTo(page, 'Overview');
  const [bar, count, name] = await page.$eval('.histogram .findings-strip button', (one) => [
    one.dataset.bin,
    Number(one.dataset.count),
    one.title,
  ]);
  assert.match(name, /UTC: findings \d+/);
  // The strip is as wide as the chart, whose width is measured after it is drawn.
  await page.$eval(`.histogram .findings-strip [data-bin="${bar}"]`, (one) => one.click());
  await settled(page);
  assert.match(await page.evaluate(() => location.hash), /filter=time:/);
  await goTo(page, 'Findings');
  await evaluated(page);
  const severities = ['critical', 'high', 'medium', 'low', 'informational'];
  const counts = await Promise.all(severities.map((severity) => figure(page, severity)));
  assert.equal(
    counts.reduce((sum, one) => sum + one, 0),
    count,
  );
  const pressed = await page.$$eval('.findings-strip [aria-pressed="true"]', (list) =>
    list.map((one) => one.dataset.bin),
  );
  assert.deepEqual(pressed, [bar]);
  await press(page, 'Reset time');
  const all = await Promise.all(severities.map((severity) => figure(page, severity)));
  assert.equal(
    all.reduce((sum, one) => sum + one, 0),
    findings.length,
  );
});

inBoth('a finding has a timeline and its records', async (page) => {
  await load(page);
  await page.click('.finding-open');
  await evaluated(page);
  const bars = await page.$$eval('.timeline button', (list) => list.map((one) => Number(one.dataset.count)));
  assert.equal(
    bars.reduce((sum, one) => sum + one, 0),
    findings[0].count,
  );
  const rows = () => page.$$eval('.finding-records [data-row]', (list) => list.length);
  const all = Math.min(findings[0].count, 200);
  assert.equal(await rows(), Math.min(all, 12));
  if (all > 12) await page.click('[aria-label$="more: Records"]');
  await until(
    page,
    'every record',
    (count) => document.querySelectorAll('.finding-records [data-row]').length === count,
    all,
  );
  await page.click('.finding-records [data-row] button');
  await settled(page);
  await until(
    page,
    'the event names its finding',
    () => document.querySelector('.event-findings a') !== null,
  );
});

inBoth('what a count is compared with, and what makes findings one, are settings', async (page, browser) => {
  const [chosen] = findings.filter(({ title }) => /^Databricks Repeated Secret Reads$/.test(title));
  assert.ok(chosen, 'the log has no repeated secret reads');
  await load(page);
  await page.$eval(`[data-rule="${chosen.rule}"] .rule-open`, (button) => button.click());
  await settled(page);
  const type = async (key, text) => {
    const input = `.rule-panel [data-setting="${key}"] input`;
    await page.$eval(input, (one) => one.select());
    await page.type(input, text);
    await page.keyboard.press('Enter');
  };
  await type('above-usual', '0');
  await evaluated(page);
  await type('suppress-by', 'source_ip_address, workspace_id');
  await evaluated(page);
  assert.match(await tuned(page), /1 rule changed/);
  const saved = await withSaved(page, browser);
  const [of] = saved.filter(({ rule }) => rule === chosen.rule);
  assert.ok(of, 'the tuning that is saved finds it, too');
  await type('suppress-by', 'no_such_field');
  await until(page, 'the mistake is told', () =>
    /no_such_field/.test(document.querySelector('.rule-panel')?.textContent ?? ''),
  );
});
