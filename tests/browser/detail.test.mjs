// The detail of an event: its original record, and its fields as starting points for filters.

import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { dirname } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { record } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { figure, open, settled } from './support/page.mjs';
import { place } from './support/work.mjs';

/** Records that JSON.parse and JSON.stringify would change. */
const ODD = [
  `{ "serviceName" :"clusters",  "actionName":"create" , "timestamp":1772442000000,"orgId":3049056262456431186970 }`,
  `{"serviceName":"clusters","actionName":"create","timestamp":1772442060000,"requestParams":{"n":1.50,"e":1E400,"u":"\\u00e9\\ud83d\\ude00\\/"}}`,
  `{"timestamp":1772442120000,"actionName":"create","serviceName":"clusters","userAgent":"naïve \u{1f600} \u202eevil\u200b\u00ad","a":{"b":[1 ,2]}}`,
  JSON.stringify(
    record({ timestamp: 1772442180000, userAgent: '<b>"quotes" & \\ back\\slashes\u0000\t\n</b>' }),
  ),
  JSON.stringify(record({ timestamp: 1772442240000, requestParams: { text: 'x'.repeat(70_000) } })),
  `{"serviceName":"clusters","actionName":"create","actionName":"delete","timestamp":1772442300000}`,
];

inBoth('the detail of an event shows its record byte for byte as the file has it', async (page) => {
  const bytes = Buffer.concat([
    Buffer.from('\ufeff'),
    Buffer.from(ODD.map((line, at) => `${line}${at % 2 === 0 ? '\r\n' : '\n\n'}`).join('')),
  ]);
  const file = place('odd records.json', bytes.subarray(0, bytes.length - 2));
  await open(page, '#/events');
  await chooseFiles(page, file);
  await settled(page);
  assert.equal(await figure(page, 'rows'), ODD.length);
  await page.evaluate(() => {
    const writeText = async (text) => {
      window.copied = text;
    };
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  for (const [at, line] of ODD.entries()) {
    await page.evaluate((row) => {
      location.hash = `#/events?event=${row}`;
    }, at);
    await settled(page);
    const located = await page.$$eval('.drawer [aria-label="Location"] [data-field]', (fields) =>
      Object.fromEntries(
        fields.map((field) => [field.dataset.field, field.querySelector('.field-value').textContent]),
      ),
    );
    const number = (text) => Number(text.replaceAll(/[^\d]/g, ''));
    assert.equal(located.input, 'odd records.json');
    assert.equal(number(located.record), at + 1);
    const offset = number(located['byte offset']);
    const length = number(located['length in bytes']);
    assert.equal(bytes.subarray(offset, offset + length).toString('utf8'), line);
    const command = await page.waitForSelector('.drawer [data-field="command"] .field-value');
    const printed = execSync(await command.evaluate((element) => element.textContent), {
      cwd: dirname(file),
    });
    assert.equal(printed.toString('utf8'), line, 'the command prints the record');
    // The text is displayed with invisible characters made visible, but copied verbatim.
    await page.click('[aria-label="Original record"] h3 > button');
    await page.waitForFunction(() => window.copied !== undefined);
    const copied = await page.evaluate(() => {
      const text = window.copied;
      window.copied = undefined;
      return text;
    });
    assert.equal(copied, line);
    await page.click('[aria-label="Layout of the original record"] button:nth-of-type(2)');
    const shown = await page.$eval(
      '[aria-label="Text of the original record"]',
      (element) => element.textContent,
    );
    const plain = line.replaceAll(
      /[\u202e\u200b\u00ad]/g,
      (mark) => `⟨U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
    assert.equal(shown, plain);
  }
});

inBoth('what a field of an event offers to filter by selects the event itself', async (page) => {
  const file = place('one.json', `${JSON.stringify(record({ sourceIPAddress: '203.0.113.9:4431' }))}\n`);
  await open(page, '#/events?event=0');
  await chooseFiles(page, file);
  await settled(page);
  // Those without a value are shown on demand.
  const unfold = () =>
    page.$eval('.drawer [aria-label="Fields"] .disclosure-title', (button) => {
      if (button.ariaExpanded === 'false') button.click();
    });
  await unfold();
  await settled(page);
  const offered = await page.$$eval('.drawer [aria-label^="Filter by this "]', (buttons) =>
    buttons.map((button) => button.getAttribute('aria-label').replace('Filter by this ', '')),
  );
  const refused = [];
  // One of each kind: times, numbers, absent values, derived values, a request parameter.
  const kinds = [
    'event_time',
    'date_time',
    'event_date',
    'source_port',
    'run_by',
    'flattened',
    'record',
    'cluster_name',
  ];
  for (const field of kinds.filter((kind) => offered.includes(kind))) {
    await unfold();
    await settled(page);
    await page.$eval(`.drawer [aria-label="Filter by this ${field}"]`, (button) => button.click());
    await settled(page);
    const rows = await page.$('[data-figure="rows"]');
    if (rows === null || (await figure(page, 'rows')) !== 1) refused.push(field);
    await page.evaluate(() => {
      location.hash = '#/events?event=0';
    });
    await settled(page);
  }
  assert.deepEqual(refused, []);
});

/** A command of which the submission is opened: its parameters, its result, its session. */
const TIME = Date.UTC(2026, 2, 2, 8);
const command = (seconds, members) =>
  JSON.stringify(
    record({
      timestamp: TIME + seconds * 1000,
      serviceName: 'databrickssql',
      userIdentity: { email: 'ana@example.com' },
      requestId: `r ${seconds}`,
      ...members,
    }),
  );
const COMMANDS = [
  command(0, {
    actionName: 'commandSubmit',
    sessionId: 's',
    requestParams: {
      commandId: 'c 1',
      commandText: 'SELECT 1\n  FROM t',
      conf: '{"limit":3049056262456431186970,"inner":"{\\"deep\\":[1.50]}"}',
    },
  }),
  command(90, { actionName: 'commandFinish', sessionId: 's', requestParams: { commandId: 'c 1' } }),
  command(100, { actionName: 'other', serviceName: 'clusters' }),
  command(7200, { actionName: 'late', serviceName: 'clusters' }),
];

inBoth('the detail unfolds parameters, shows what is related, filters and pins', async (page) => {
  await open(page, '#/events?v=2&filter=service:databrickssql&event=0');
  await chooseFiles(page, place('commands.jsonl', `${COMMANDS.join('\n')}\n`));
  await settled(page);
  const lines = await page.$$eval('[data-field="commandText"] .code-lines > div', (found) =>
    found.map((line) => line.textContent),
  );
  assert.deepEqual(lines, ['SELECT 1', '  FROM t']);
  const unfold = (nth) =>
    page.$$eval('[data-field="conf"] .disclosure-title', (titles, at) => titles[at].click(), nth);
  await unfold(0);
  await unfold(1);
  assert.deepEqual(
    await page.$$eval('[data-field="conf"] .json-number', (found) => found.map((one) => one.textContent)),
    ['3049056262456431186970', '1.50'],
  );
  const groups = () =>
    page.$$eval('[data-related]', (found) =>
      found.map((group) => [group.dataset.related, Number(group.dataset.count)]),
    );
  assert.deepEqual(await groups(), [
    ['session', 2],
    ['command', 2],
    ['principal', 3],
  ]);
  assert.match(
    await page.$eval('[data-related="command"] .related-action', (found) => found.textContent),
    /commandSubmit → commandFinish after 1 min 30 s/,
  );
  await page.select('[aria-label="Minutes before and after"]', '1');
  await settled(page);
  assert.deepEqual((await groups()).at(-1), ['principal', 1]);
  const click = (selector) => page.$eval(selector, (button) => button.click());
  const pin = async (row) => {
    await page.evaluate((to) => {
      location.hash = `#/events?event=${to}`;
    }, row);
    await settled(page);
    await click('.drawer-body > button[aria-pressed="false"]');
    await settled(page);
  };
  await pin(1);
  await pin(3);
  assert.equal(await figure(page, 'pinned'), 2);
  await click('.pins > .button');
  await settled(page);
  assert.equal(await figure(page, 'rows'), 2);
  await pin(0);
  assert.equal(await figure(page, 'pinned'), 3);
  await click('[aria-label="Only this action_name"]');
  await settled(page);
  assert.equal(await figure(page, 'rows'), 1);
});
