// The first drop after opening the file, measured until the dashboard is complete.

import { setTimeout as pause } from 'node:timers/promises';
import { watchPainting } from './painted.mjs';

const WAIT_MS = 40 * 60 * 1000;
const MESSAGE_LENGTH = 300;

/** Drops the file and waits. A page that cannot load it is a result as well: `error` is its message. */
export async function measureLoad(page, file, restMs) {
  await watchPainting(page);
  await page.evaluate(() => window.benchWatch('drop'));
  // Nobody drops a file the instant the page appears; what the page does meanwhile does not count.
  await pause(restMs);
  const crashed = new Promise((resolve) => page.once('error', (error) => resolve({ error: error.message })));
  const finished = drop(page, file).then(() =>
    page.evaluate((waitMs) => window.benchFinished(waitMs), WAIT_MS),
  );
  const end = await Promise.race([finished, crashed]);
  if (end.error !== undefined) return { error: `the page crashed: ${end.error}` };
  const frames = await page.evaluate(() => Number(document.getElementById('app').dataset.memoryBytes));
  const told = { events: end.events, frames_bytes: frames > 0 ? frames : undefined };
  if (end.late) return { ...told, error: `not finished after ${WAIT_MS / 60_000} minutes` };
  const full = await page.$eval('[data-full]', (one) => one.innerText).catch(() => null);
  if (full !== null) return { ...told, error: full.replaceAll(/\s+/g, ' ').slice(0, MESSAGE_LENGTH) };
  if (end.state === 'ready') return { ...told, seconds: end.ms / 1000 };
  const text = await page.evaluate(() => document.querySelector('main, #app')?.innerText ?? '');
  return { ...told, error: `${end.state}: ${text.replaceAll(/\s+/g, ' ').slice(0, MESSAGE_LENGTH)}` };
}

/** A drag of a file from outside, as from a file manager. */
async function drop(page, file) {
  const session = await page.createCDPSession();
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 720, y: 450, data });
  }
  await session.detach();
}
