// Evidence is saved by the page byte for byte as the command line makes it, and checked by both, in both browsers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { inBoth } from './support/browsers.mjs';
import { download } from './support/downloads.mjs';
import { bundleFile, generate, minisignKeys, verify } from './support/fixtures.mjs';
import { chooseFiles, drop } from './support/give.mjs';
import { open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const NAME = 'evidence-made.jsonl';
const { path } = generate(NAME, { events: 3000, seed: 22, duplicates: 5, badLines: 3 });
const folder = dirname(path);
const own = place(
  'evidence-own.yml',
  `title: Deletions
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10
logsource:
  product: databricks
detection:
  selection:
    action_name: delete
  condition: selection
level: high
`,
);
const caseFile = place('evidence-case.json', '{"format": "touchstone-case 1", "title": "Q4 – é"}\n');
const FILTER = '-action:start';
const ASKED = ['--filter', FILTER, '--sample', '5', '--seed', '2026-Q1'];

/** How each browser's bundle draws its sample: the method, and the same on the command line. */
const METHODS = {
  chromium: ['stratified', ['--by', 'service']],
  firefox: ['systematic', ['--systematic']],
};

/** What each browser saved. */
const saved = new Map();

/** The bundle of the command line for the case of another, which has the rules and the session log. */
function bundleOf(other, made, name) {
  const given = place('evidence-case-of-page.json', member(other, 'case.json'));
  return bundleFile([NAME], folder, [...ASKED, ...METHODS[name][1], '--case', given, '--made', made]);
}

/** A member of a bundle, whose members are not compressed. */
function member(zip, name) {
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [bytes, length, extra] = [
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ];
    const start = at + 30 + length + extra;
    if (zip.toString('utf8', at + 30, at + 30 + length) === name) return zip.subarray(start, start + bytes);
    at = start + bytes;
  }
  throw new Error(`no member ${name}`);
}

inBoth('evidence is saved as the command line makes it', async (page, name) => {
  await open(page, `#/evidence/bundle?v=2&filter=${encodeURIComponent(FILTER)}`);
  await chooseFiles(page, path, own);
  await settled(page);
  await until(page, 'the rules', () => document.getElementById('app').dataset.looking === '');
  const bytes = await save(page, name);
  saved.set(name, place(`evidence-of-${name}.zip`, bytes));
  const made = /"made": "([^"]+)"/.exec(bytes.toString('latin1'))?.[1];
  assert.ok(Math.abs(Date.parse(made) - Date.now()) < 60_000, made);
  const given = JSON.parse(member(bytes, 'case.json'));
  assert.deepEqual([given.title, given.rules.length], ['Q4 – é', 1]);
  assert.ok(given.log.some(({ what }) => what === 'loaded'));
  const expected = bundleOf(bytes, made, name);
  assert.ok(bytes.equals(expected.bytes), 'the bytes differ');
  const digests = await page.$$eval('[data-made] [data-digest]', (all) =>
    all.map((one) => [one.dataset.digest, one.textContent]),
  );
  assert.deepEqual(Object.fromEntries(digests), expected.digests);
  const { status, stdout } = verify(saved.get(name), [NAME], folder);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^intact: \d+ members, \d+ records of 1 file;/);
});

async function save(page, name) {
  const [method] = METHODS[name];
  const fields = [
    ['Sample', '5'],
    ['seed', '2026-Q1'],
  ];
  if (method === 'stratified') fields.push(['of each value of', 'service']);
  for (const [label, value] of fields) {
    if (label === 'of each value of') await page.select('.evidence-form select', method);
    await page.locator(`::-p-xpath(//label[normalize-space()="${label}"]/following::input[1])`).fill(value);
  }
  await page.select('.evidence-form select', method);
  await (await page.$('[data-choose="case"]')).uploadFile(caseFile);
  await until(page, 'the case', () =>
    document.querySelector('main').innerText.includes('Q4 – é goes into the bundle'),
  );
  return download(name, 'touchstone-evidence.zip', async () => {
    await page.click('main .button.primary');
    await page.waitForSelector('[data-made]');
  });
}

inBoth(
  'a bundle that the other browser saved is checked, alone and against its files',
  async (page, name) => {
    const given = saved.get(name === 'chromium' ? 'firefox' : 'chromium');
    assert.ok(given, 'the other browser saved one');
    await open(page);
    await drop(page, name, given);
    await page.waitForSelector('[data-intact="itself"]');
    assert.ok(await page.$('[data-open="files"]'), 'what is left open is said');
    await drop(page, name, path);
    await settled(page);
    await page.waitForSelector('[data-intact="files"]', { timeout: 30_000 });
    // The hash that was kept elsewhere.
    const seal = await page.$eval('[data-bundle] [data-digest="manifest"]', (one) => one.textContent);
    await page
      .locator('::-p-xpath(//label[.="Kept elsewhere"]/following::input[1])')
      .fill(seal.toUpperCase());
    await page.waitForSelector('[data-kept="true"]');
    // Attacks: each is named as the command line names it.
    const bytes = readFileSync(given);
    for (const [attack, changed] of [
      ['flipped', flipped(bytes)],
      ['added', added(bytes)],
      ['cut', bytes.subarray(0, bytes.length - 9)],
      ['longer', Buffer.concat([bytes, Buffer.from('more')])],
      ['with a member of another name', renamed(bytes)],
      ['without an end', bytes.subarray(0, 5000)],
    ]) {
      const file = place(`evidence-${attack}-${name}.zip`, changed);
      const { status, stdout } = verify(file, [], folder);
      assert.equal(status, 1, attack);
      const expected = stdout.trimEnd().split('\n');
      await drop(page, name, file);
      await until(
        page,
        attack,
        (of) => document.querySelector('[data-bundle="done"] h3')?.textContent === of,
        basename(file),
      );
      const faults = await page.$$eval('[data-faults="itself"] li', (all) =>
        all.map((one) => one.textContent),
      );
      assert.deepEqual(faults, expected, attack);
    }
  },
);

inBoth('a signature holds for the bundle that was signed, and for no other', async (page, name) => {
  const [key, other] = [1, 2].map((first) => minisignKeys(Buffer.alloc(32, first)));
  const secret = place(`signing-${name}.sec`, key.secret);
  const files = [key, other].map((one, at) => place(`signing-${name}-${at}.pub`, one.public));
  const more = ['--sign', secret, '--made', '2026-01-02T03:04:05Z'];
  const { bytes, path: signed } = bundleFile([NAME], folder, more);
  const signature = readFileSync(`${signed}.minisig`);
  await open(page);
  for (const [bundleName, content, text] of [
    ['signed', bytes, signature],
    ['signed-crlf', bytes, Buffer.from(signature.toString().replaceAll('\n', '\r\n'))],
    ['signed-edited', edited(bytes), signature],
    ['signed-broken', bytes, Buffer.from('untrusted comment: none\n')],
  ]) {
    const file = place(`${bundleName}-${name}.zip`, content);
    const beside = place(`${bundleName}-${name}.zip.minisig`, text);
    await drop(page, name, file, beside);
    await page.waitForSelector(`::-p-xpath(//h3[.="${basename(file)}"])`);
    for (const [at, pair] of [key, other].entries()) {
      const cli = verify(file, [], folder, ['--public-key', files[at]]);
      await page
        .locator('::-p-xpath(//label[.="Public key"]/following::input[1])')
        .fill(pair.public.split('\n')[1]);
      await page.locator('::-p-xpath(//button[.="Check"])').click();
      await page.waitForSelector('[data-signed="done"], [data-signed="failed"]');
      const holds = (await page.$('[data-signed="done"]')) !== null;
      const said = await page.$eval('[data-signed]', (one) => one.textContent);
      assert.equal(
        holds,
        at === 0 && ['signed', 'signed-crlf'].includes(bundleName),
        `${bundleName}: ${said}`,
      );
      const reason = said.replace('The signature does not hold: ', 'the bundle: ');
      assert.ok(holds ? cli.status === 0 : cli.stdout.includes(reason), `${said}; ${cli.stdout}`);
    }
  }
});

inBoth(
  'files that are not those of a bundle are named, and files under other names are known',
  async (page, name) => {
    const rest = ['--rules', basename(own), '--case', basename(caseFile), '--made', '2026-01-02T03:04:05Z'];
    const made = bundleFile([NAME], folder, [...ASKED, ...METHODS[name][1], ...rest]);
    const file = place(`evidence-cli-${name}.zip`, made.bytes);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const turned = place(`turned/${NAME}`, `${lines.toReversed().join('\n')}\n`);
    await open(page);
    await drop(page, name, turned);
    await settled(page);
    await drop(page, name, file);
    await page.waitForSelector('[data-faults="files"]');
    const faults = () => page.$$eval('[data-faults="files"] li', (all) => all.map((one) => one.textContent));
    assert.deepEqual(await faults(), [
      `${NAME}: ${NAME} is not the file that was read: its SHA-256 is another`,
    ]);
    // A file more than there was.
    await drop(page, name, place('renamed.jsonl', readFileSync(path)));
    await until(page, 'the file more', () =>
      document.querySelector('[data-faults="files"]')?.textContent.includes('made without this file'),
    );
    await open(page);
    await drop(page, name, place('renamed.jsonl', readFileSync(path)));
    await settled(page);
    await drop(page, name, file);
    await page.waitForSelector('[data-intact="files"]', { timeout: 30_000 });
    // Nothing of the page's own session was changed by that.
    assert.equal(await page.$eval('[data-strip="events"]', (one) => one.textContent !== '0'), true);
  },
);

/** With a bit of the case changed. */
function flipped(bytes) {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf('"Q4 ') + 2] ^= 1;
  return copy;
}

/** With another second in the time that it says it was made at. */
function edited(bytes) {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf('03:04:05') + 7] ^= 1;
  return copy;
}

/** With another name of a member, in its header and in the directory. */
function renamed(bytes) {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf('basis.json'); at >= 0; at = copy.indexOf('basis.json', at + 1)) {
    const isName = copy.readUInt32LE(at - 30) === 0x04034b50 || copy.readUInt32LE(at - 46) === 0x02014b50;
    if (isName) copy.write('BASIS', at);
  }
  return copy;
}

/** With a member more than the manifest names. */
function added(bytes) {
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]));
  const member = Buffer.from(bytes.subarray(0, 30));
  const name = Buffer.from('more.txt');
  member.writeUInt32LE(0, 14);
  member.writeUInt32LE(0, 18);
  member.writeUInt32LE(0, 22);
  member.writeUInt16LE(name.length, 26);
  return Buffer.concat([bytes.subarray(0, directory), member, name, bytes.subarray(directory)]);
}
