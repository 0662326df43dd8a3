// Starts Chromium and Firefox once per test file, and runs a test in both.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { browserEnvironment, CHROMIUM_FLAGS } from '../../../scripts/setup/browsers.mjs';
import { root } from '../../../scripts/setup/machine.mjs';
import { work } from './work.mjs';

export const BROWSERS = ['chromium', 'firefox'];

const TEST_MS = 90_000;
const PICTURE_MS = 5000;

/** The built file on disk. */
export const pagePath = process.env.TOUCHSTONE_PAGE ?? join(root, 'dist/touchstone.html');

const running = new Map();

after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

/** The folder of a browser's downloads. */
export function downloadFolder(name) {
  return join(work, `downloads-${name}`);
}

/**
 * Runs a test in both browsers, each time on a new page in a new context. `run` receives the page, the
 * browser's name and the test's context. The test also fails if the page has an uncaught error or writes one
 * to its console, unless the text matches `expected`; `cannot` maps a browser to the reason why it cannot run
 * this test.
 */
export function inBoth(title, run, { expected, cannot = {}, timeout = TEST_MS } = {}) {
  for (const name of BROWSERS) {
    const skip = cannot[name] ?? false;
    test(`${title} [${name}]`, { skip, timeout }, async (context) => {
      const browser = await launched(name);
      const profile = await browser.createBrowserContext(
        name === 'chromium'
          ? { downloadBehavior: { policy: 'allow', downloadPath: downloadFolder(name) } }
          : {},
      );
      const page = await profile.newPage();
      const errors = collectErrors(page, expected);
      // The page asks before it is left with something loaded; a test that leaves means it.
      page.on('dialog', (dialog) => dialog.type() === 'beforeunload' && dialog.accept());
      try {
        await page.setViewport({ width: 1440, height: 900 });
        await run(page, name, context);
        assert.deepEqual(errors, [], 'errors of the page');
      } catch (error) {
        await picture(page, `${title} ${name}`, context);
        if (errors.length > 0) context.diagnostic(`errors of the page: ${errors.join('; ')}`);
        throw error;
      } finally {
        await profile.close();
      }
    });
  }
}

/** The browser with that name, started on first use. */
export function launched(name) {
  if (!running.has(name)) running.set(name, launch(name));
  return running.get(name);
}

async function launch(name) {
  mkdirSync(downloadFolder(name), { recursive: true });
  const places = browserEnvironment();
  const executablePath = name === 'chromium' ? places.TOUCHSTONE_CHROMIUM : places.TOUCHSTONE_FIREFOX;
  assert.ok(executablePath, `${name} is not installed; run: node scripts/setup.mjs --browsers`);
  // `npm test` runs in the locale C, in which Chromium cannot open files with non-ASCII names.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  if (name === 'chromium') {
    return puppeteer.launch({ executablePath, env, headless: true, args: CHROMIUM_FLAGS });
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    env,
    headless: true,
    extraPrefsFirefox: {
      // Puppeteer relaxes this policy; with its value every local file could read every other, and the tests
      // would prove nothing.
      'security.fileuri.strict_origin_policy': true,
      'browser.download.folderList': 2,
      'browser.download.dir': downloadFolder(name),
      'browser.download.useDownloadDir': true,
      'browser.download.alwaysOpenPanel': false,
      'browser.helperApps.neverAsk.saveToDisk':
        'text/csv,application/x-ndjson,application/vnd.apache.parquet,application/json,application/octet-stream,application/zip',
    },
  });
}

function collectErrors(page, expected) {
  const errors = [];
  const hear = (text) => {
    if (!expected?.test(text)) errors.push(text);
  };
  page.on('pageerror', (error) => hear(String(error?.message ?? error)));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) hear(`console: ${message.text()}`);
  });
  return errors;
}

/** Saves a screenshot of the page when its test fails, and prints its path. */
async function picture(page, title, context) {
  const folder = process.env.TOUCHSTONE_FAILURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${title.replaceAll(/[^\w]+/g, '-')}.png`);
  try {
    // A background tab is never painted.
    await Promise.race([
      page.screenshot({ path }),
      pause(PICTURE_MS).then(() => Promise.reject(new Error('none'))),
    ]);
    context.diagnostic(`screenshot: ${path}`);
  } catch (error) {
    context.diagnostic(`no screenshot: ${error.message}`);
  }
}
