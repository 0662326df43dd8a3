// `node scripts/figures.mjs`: the size of dist/touchstone.html, its start-up time in Chromium, and the load
// time of a small generated log, as a Markdown table. Reported without limits, because machines differ.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, findChromium } from './setup/browsers.mjs';
import { addCargoToPath, root } from './setup/machine.mjs';

const EVENTS = 20_000;
const WAIT_MS = 120_000;

const file = process.env.TOUCHSTONE_PAGE ?? join(root, 'dist/touchstone.html');
const html = readFileSync(file);
const folder = mkdtempSync(join(tmpdir(), 'touchstone-figures-'));
let times;
let logBytes;
try {
  const log = generate(join(folder, 'small.jsonl'));
  logBytes = statSync(log).size;
  times = await measure(log);
} finally {
  rmSync(folder, { recursive: true });
}

console.log(`| figure | value |
|---|---:|
| page | ${count(html.length)} bytes |
| page, gzip -9 | ${count(gzipSync(html, { level: 9 }).length)} bytes |
| start in Chromium, until it takes files | ${count(times.start)} ms |
| load of ${count(EVENTS)} events, ${count(logBytes)} bytes | ${count(times.load)} ms |`);

function generate(out) {
  addCargoToPath();
  const options = ['--events', `${EVENTS}`, '--seed', '1', '--out', out, '--truth', `${out}.truth.json`];
  const command = ['run', '--quiet', '--locked', '--package', 'touchstone-generate', '--', ...options];
  const made = spawnSync('cargo', command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (made.status !== 0) throw new Error('touchstone-generate failed');
  return out;
}

async function measure(log) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium; run: node scripts/setup.mjs --browsers');
  const browser = await puppeteer.launch({ executablePath, headless: true, args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    const begun = performance.now();
    await page.goto(pathToFileURL(file).href);
    const input = await page.waitForSelector('#choose-files');
    const start = performance.now() - begun;
    const given = performance.now();
    await input.uploadFile(log);
    await page.waitForFunction(
      () => {
        const { state, asking } = document.getElementById('app').dataset;
        return state === 'ready' && asking === '0';
      },
      { timeout: WAIT_MS, polling: 10 },
    );
    return { start, load: performance.now() - given };
  } finally {
    await browser.close();
  }
}

function count(number) {
  return Math.round(number).toLocaleString('en');
}
