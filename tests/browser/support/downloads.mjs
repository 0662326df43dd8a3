// Exports files as a user does, waits for the download, and reads it back.

import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { downloadFolder } from './browsers.mjs';
import { until } from './page.mjs';

const WAIT_MS = 30_000;

/** Runs `act`, waits for the file that the page then saves, and returns its bytes. */
export async function download(browserName, name, act) {
  const [bytes] = await downloads(browserName, [name], act);
  return bytes;
}

/** Runs `act`, waits for the files that the page then saves, and returns the bytes of each. */
export async function downloads(browserName, names, act) {
  const folder = downloadFolder(browserName);
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
  await act();
  const files = [];
  for (const name of names) files.push(await arrival(folder, name));
  return files;
}

/** A file that the page saved with the last one. */
export function saved(browserName, name) {
  return arrival(downloadFolder(browserName), name);
}

/**
 * Matches the names of a file: `touchstone-silver.csv` is saved with the filter and the days in its name, as
 * `touchstone-silver_outcome-denied_2019-12-28.csv`.
 */
export function savedAs(name) {
  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [stem, ...extensions] = name.split('.');
  return new RegExp(`^${literal(stem)}(_.*)?${literal(`.${extensions.join('.')}`)}$`);
}

async function arrival(folder, name) {
  const isIt = savedAs(name);
  const unfinished = () => readdirSync(folder).some((file) => /\.(crdownload|part)$/.test(file));
  const deadline = Date.now() + WAIT_MS;
  let size = -1;
  for (;;) {
    const file = readdirSync(folder).find((one) => isIt.test(one));
    const path = join(folder, file ?? name);
    const now = file !== undefined && !unfinished() ? statSync(path).size : -1;
    if (now > 0 && now === size) return readFileSync(path);
    size = now;
    if (Date.now() > deadline) throw new Error(`${name} did not arrive; there is: ${readdirSync(folder)}`);
    await pause(60);
  }
}

/** Exports by the header's menu: `Gold clusters, filtered`, `Events, as shown`. */
export function saveAs(page, browserName, title, format, name) {
  return download(browserName, name, async () => {
    await idle(page);
    await page.click('.header [aria-label="Export"]');
    await page.click(`.header [aria-label="Save ${title} as ${format}"]`);
    await until(
      page,
      `a word on ${name}`,
      (file) => {
        const text = document.querySelector('.notices')?.innerText ?? '';
        if (text.includes('could not be written')) throw new Error(text);
        const saved = /Saved (\S+)/.exec(text)?.[1];
        return saved !== undefined && new RegExp(file).test(saved);
      },
      savedAs(name).source,
    );
    // Closed, so that the next export does not take this message for its own.
    await page.click('.notices [aria-label="Close this message"]');
  });
}

/** The summary download of Inputs, as an object. */
export async function summary(page, browserName) {
  const name = 'touchstone-summary.json';
  const bytes = await download(browserName, name, async () => {
    await idle(page);
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll('main button')];
      buttons.find((button) => button.innerText.includes('Download summary JSON')).click();
    });
  });
  return JSON.parse(bytes.toString('utf8'));
}

function idle(page) {
  return until(page, 'nothing being saved', () => {
    const button = document.querySelector('.header [aria-label="Export"]');
    return button !== null && !button.disabled;
  });
}
