// Opens the page as a user does: the file, from disk, in a fresh browser profile.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/setup/browsers.mjs';
import { root } from '../../scripts/setup/machine.mjs';

const PAGE = process.env.TOUCHSTONE_PAGE ?? join(root, 'dist/touchstone.html');
const START_MS = 60_000;
/** Ten million events take minutes; the debugging protocol must wait as long as the page. */
const PROTOCOL_MS = 60 * 60 * 1000;

/**
 * Returns the browser and the page once drops are accepted, and the seconds since navigation. With
 * `watchStart` also the time until the core is ready, which requires observing every worker.
 */
export async function openPage({ watchStart }) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is not installed; run: npm run bench');
  if (!existsSync(PAGE)) throw new Error(`${PAGE} is not built; run: npm run build`);
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    args: CHROMIUM_FLAGS,
    protocolTimeout: PROTOCOL_MS,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.evaluateOnNewDocument(noteStart, watchStart);
    await page.goto(pathToFileURL(PAGE).href);
    await page.waitForFunction(() => window.benchStart?.drop !== undefined, { timeout: START_MS });
    if (watchStart) {
      await page.waitForFunction(() => window.benchStart.core !== undefined, { timeout: START_MS });
    }
    const start = await page.evaluate(() => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return { ...window.benchStart, paint: paint && paint.startTime / 1000 };
    });
    return { browser, page, start, fileBytes: statSync(PAGE).size };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Runs in the page before its own scripts. Drops are accepted once the window listens for them. */
function noteStart(watchStart) {
  window.benchStart = {};
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (type === 'drop') {
      window.benchStart.drop ??= performance.now() / 1000;
      EventTarget.prototype.addEventListener = listen;
    }
    return listen.call(this ?? window, type, ...rest);
  };
  if (!watchStart) return;
  // The page starts its workers in their roles once the core is compiled.
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    postMessage(message, ...rest) {
      if (message.type === 'start') window.benchStart.core ??= performance.now() / 1000;
      super.postMessage(message, ...rest);
    }
  };
}
