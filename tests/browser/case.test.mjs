// A case on the page: decided, noted, saved, dropped again; its report is that of the command line, byte for byte.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import { root } from '../../scripts/setup/machine.mjs';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { commandLine, findingsFile, generate, reportFile } from './support/fixtures.mjs';
import { chooseFiles, drop } from './support/give.mjs';
import { goTo, open, settled, until } from './support/page.mjs';
import { zipMembers } from './support/readers.mjs';
import { place } from './support/work.mjs';

const NAME = 'cased.jsonl';
const { path } = generate(NAME, { events: 4000, seed: 8, badLines: 2, duplicates: 3 });
const other = generate('others.jsonl', { events: 1000, seed: 9 }).path;

const keepsToSchema = new Ajv().compile(
  JSON.parse(readFileSync(join(root, 'docs/case.schema.json'), 'utf8')),
);

async function load(page, ...paths) {
  await open(page);
  await chooseFiles(page, ...paths);
  await settled(page);
  await until(page, 'the rules are evaluated', () => document.getElementById('app').dataset.findings !== '');
}

/** Clicks a button by its text. */
async function press(page, name, within = 'main') {
  await page.evaluate(
    (wanted, where) => {
      const is = (one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === wanted;
      const button = [...document.querySelectorAll(`${where} button`)].find(is);
      if (!button) throw new Error(`no button ${wanted}`);
      button.click();
    },
    name,
    within,
  );
  await settled(page);
}

/** Writes into the field with a label, as somebody who then goes on does. */
async function write(page, label, text, within = 'main') {
  await page.evaluate(
    (wanted, value, where) => {
      const found = [...document.querySelectorAll(`${where} label`)].find(
        (one) => one.textContent.trim() === wanted,
      );
      const field = document.getElementById(found?.htmlFor ?? '');
      if (!field) throw new Error(`no field ${wanted}`);
      field.value = value;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    },
    label,
    text,
    within,
  );
  await settled(page);
}

const section = async (page) => {
  await goTo(page, 'Evidence');
  await page.click('[data-section="case"]');
  await settled(page);
};

const counts = async (page) => {
  await until(page, 'the case is compared', () => document.querySelector('[data-case-counts]') !== null);
  return page.$eval('[data-case-counts]', (one) => one.textContent.match(/\d+ \w+/g).slice(0, 3));
};

const isUnsaved = (page) => page.$eval('[data-unsaved]', (one) => one.dataset.unsaved === 'yes');

/** Opens the first finding and waits until the case knows it. */
async function openFinding(page) {
  await goTo(page, 'Findings');
  await until(page, 'findings are listed', () => document.querySelector('[data-key]') !== null);
  await page.click('[data-key] .finding-open');
  await until(
    page,
    'the finding is known',
    () => document.querySelector('[data-disposition="known"]') !== null,
  );
}

inBoth('a case is decided, noted, saved and dropped again', async (page, browser) => {
  await load(page, path);
  await section(page);
  const [open] = await counts(page);
  const total = Number.parseInt(open, 10);
  assert.equal(await isUnsaved(page), false);
  await write(page, 'Title', 'March');
  await write(page, 'Purpose', 'Who deletes?\nAnd why?');
  await write(page, 'Prepared by', 'A. Auditor');
  await write(page, 'Prepared on', '2026-04-01');
  await openFinding(page);
  await press(page, 'Explained', '[data-disposition]');
  await write(page, 'Why', 'a drill', '[data-disposition]');
  await press(page, '☆ Star', '[data-disposition]');
  await goTo(page, 'Events');
  await page.evaluate(() => {
    location.hash = '#/events?event=3';
  });
  await settled(page);
  await press(page, 'Note', '.drawer');
  await write(page, 'Comment', '<b>asked B</b>', '.drawer');
  await page.keyboard.press('Escape');
  await section(page);
  assert.deepEqual(await counts(page), [`${total - 1} open`, '1 explained', '0 exceptions']);
  assert.equal(await isUnsaved(page), true);

  const bytes = await download(browser, 'touchstone-case.json', () => press(page, 'Save case'));
  await until(page, 'nothing is unsaved', () => document.querySelector('[data-unsaved="no"]') !== null);
  const saved = JSON.parse(bytes.toString());
  assert.ok(keepsToSchema(saved), JSON.stringify(keepsToSchema.errors));
  assert.deepEqual(
    [saved.title, saved.purpose, saved.prepared_by, saved.prepared_on],
    ['March', 'Who deletes?\nAnd why?', 'A. Auditor', '2026-04-01'],
  );
  const [{ state, why, by }] = saved.dispositions;
  assert.deepEqual([saved.dispositions.length, state, why, by], [1, 'explained', 'a drill', 'A. Auditor']);
  const starred = saved.notes.find(({ finding }) => finding);
  const noted = saved.notes.find(({ event }) => event);
  assert.deepEqual([starred.star, noted.comment, saved.notes.length], [true, '<b>asked B</b>', 2]);
  assert.deepEqual(
    saved.inputs.map((input) => [input.path, input.bytes]),
    [[NAME, readFileSync(path).length]],
  );

  // The command line makes the same report of the same case.
  const file = place(`case-${browser}.json`, bytes);
  const html = await download(browser, 'touchstone-report.html', () => press(page, 'Save report'));
  const [, made] = /<dt>Made<\/dt><dd>([^ ]+) by/.exec(html.toString());
  const twin = reportFile([NAME], `twin-${browser}.html`, ['--case', file, '--made', made], dirname(path));
  assert.ok(readFileSync(twin).equals(html), 'the report is that of the command line');
  const book = await download(browser, 'touchstone-workpaper.xlsx', () => press(page, 'Save workpaper'));
  const facts = zipMembers(book)['xl/worksheets/sheet1.xml'];
  const [, bookMade] = /<t>Made<\/t><\/is><\/c><c[^>]*><is><t>([^<]+)</.exec(facts);
  const bookTwin = reportFile(
    [NAME],
    `twin-${browser}.xlsx`,
    ['--case', file, '--made', bookMade],
    dirname(path),
  );
  assert.ok(readFileSync(bookTwin).equals(book), 'the workpaper is that of the command line');
  await goTo(page, 'Findings');
  const found = await download(browser, 'touchstone-findings.ndjson', async () => {
    await page.click('main [aria-label="Export findings"]');
    await page.click('main [aria-label="Save findings as NDJSON"]');
  });
  assert.ok(findingsFile([NAME], dirname(path), 'ndjson', ['--case', file]).bytes.equals(found));

  // The session log is chained, and has what was done.
  const done = saved.log.map(({ what }) => what);
  assert.deepEqual(done.slice(0, 1), ['loaded']);
  assert.deepEqual(
    ['decided', 'noted'].filter((what) => !done.includes(what)),
    [],
  );
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  assert.ok(saved.log[0].text.includes(`SHA-256 ${digest}`), saved.log[0].text);
  assert.match(commandLine(['verify', file]), new RegExp(`^intact: ${done.length} lines`));
  await section(page);
  const logged = await page.$$eval('[data-log] li', (list) => list.map((one) => one.innerText));
  for (const [name, content] of Object.entries({
    'touchstone-report': html,
    'touchstone-workpaper': book,
    'touchstone-case': bytes,
  })) {
    const sum = createHash('sha256').update(content).digest('hex');
    assert.ok(
      logged.some((line) => line.includes(name) && line.includes(sum)),
      `${name} is in the log, with its SHA-256`,
    );
  }

  // With a key, everything has pseudonyms, and the same as on the command line.
  const key = place(
    `case-${browser}.key`,
    await download(browser, 'touchstone-pseudonyms.key', () => press(page, 'Make a key')),
  );
  await until(page, 'the key is in use', () => document.querySelector('[data-pseudonyms="none"]') === null);
  const hidden = await download(browser, 'touchstone-report.html', () => press(page, 'Save report'));
  const [, again] = /<dt>Made<\/dt><dd>([^ ]+) by/.exec(hidden.toString());
  const more = ['--case', file, '--made', again, '--pseudonyms', key];
  assert.ok(readFileSync(reportFile([NAME], `hidden-${browser}.html`, more, dirname(path))).equals(hidden));
  assert.ok(html.toString().includes('@corp.example') && !hidden.toString().includes('@corp.example'));
  const back = commandLine(['reveal', '--key', key, place(`hidden-back-${browser}.html`, hidden)]);
  assert.equal(back.replaceAll(again, made), html.toString());
  await press(page, 'Stop using it');

  // The same case with the same logs, and with others.
  await load(page, path);
  await drop(page, browser, file);
  await until(page, 'the case is opened', () => document.querySelector('[data-unsaved]') !== null);
  assert.deepEqual(await counts(page), [`${total - 1} open`, '1 explained', '0 exceptions']);
  assert.equal(await page.$('[data-case-differences]'), null);
  assert.equal(await isUnsaved(page), false);
  // The log goes on: with what was done before the case was opened, then its opening.
  const goesOn = await page.$$eval('[data-log] li b', (list) => list.map((one) => one.textContent));
  assert.deepEqual(goesOn.slice(saved.log.length), ['loaded', 'opened']);
  await load(page, other);
  await drop(page, browser, file);
  await until(page, 'differences are said', () => document.querySelector('[data-case-differences]') !== null);
  const differs = await page.$$eval('[data-case-differences] li', (list) =>
    list.map((one) => one.textContent),
  );
  assert.ok(differs.some((sentence) => sentence.startsWith(`the input ${NAME} (`)));
  assert.ok(
    differs.some((sentence) => sentence.startsWith('dispositions[0]: the finding, explained, is not')),
  );
  assert.ok(differs.some((sentence) => sentence.startsWith('notes[')));

  // A case that cannot be used is refused, with its place.
  const wrong = place(`wrong-${browser}.json`, JSON.stringify({ ...saved, prepared_on: 'soon' }, null, 2));
  await drop(page, browser, wrong);
  await until(page, 'the refusal is said', () => document.body.innerText.includes('prepared_on: is no day'));
});
