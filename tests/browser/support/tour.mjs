// Visits everything that the page can show of a hostile log, and records what the page starts meanwhile.

import assert from 'node:assert/strict';
import { HOSTILE_RECORDS } from './hostile.mjs';
import { settled } from './page.mjs';

/** So many entities are visited. */
const FEW = 5;

/** Records every request of the page and its workers, and anything else it starts. */
export function watch(page) {
  const noted = { requests: [], windows: [], dialogs: [], navigations: [] };
  page.on('request', (request) => noted.requests.push(request.url()));
  page.on('dialog', (dialog) => {
    noted.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  page.on('popup', () => noted.windows.push('popup'));
  page.on('framenavigated', (frame) => noted.navigations.push(frame.url().replace(/#.*/, '')));
  return noted;
}

/** Opens every view, every gold frame and the detail of every event. */
export async function lookAround(page) {
  const shown = new Set();
  const visit = async (hash) => {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, hash);
    await settled(page);
    await checkElements(page);
  };
  const views = [
    'start',
    'overview',
    'overview?stack=service_name',
    'people',
    'compare',
    'services',
    'inputs',
    'evidence',
    'evidence/totals',
    'evidence/sample?size=5&seed=a&draw=by:email',
    'evidence/bundle',
  ];
  for (const hash of views.map((view) => `#/${view}`)) await visit(hash);
  const frames = await page.$$eval('.nav-gold a', (links) => links.map((link) => link.getAttribute('href')));
  assert.ok(frames.length > 4);
  for (const frame of frames) await visit(frame);
  for (let row = 0; row < HOSTILE_RECORDS; row += 1) {
    await visit(`#/events?event=${row}`);
    const user = await page.$eval('.drawer [data-field="email"] .field-value', (value) => value.textContent);
    shown.add(user);
    const entity = await page.$$eval('.drawer [data-field="email"] a', ([link]) => link?.hash);
    if (row < FEW && entity) await visit(entity);
  }
  assert.ok(
    [...shown].some((text) => text.startsWith('<img src=')),
    'the markup is shown as it stands',
  );
  // A filter puts log text into the address, the chips and the title.
  await visit('#/overview');
  for (const column of ['service_name', 'action_name', 'email', 'user_agent', 'workspace_id']) {
    await page.click(`[data-column="${column}"] > li .bar`);
    await settled(page);
    await checkElements(page);
    await page.keyboard.press('c');
    await settled(page);
  }
}

/** Checks for elements or attributes that only the log's markup can have created. */
async function checkElements(page) {
  const found = await page.evaluate(() => {
    const foreign =
      'img, iframe, object, embed, video, audio, form, base, meta[http-equiv=refresh], math, marquee, details, b.log';
    const elements = [...document.querySelectorAll(foreign)].map((element) =>
      element.outerHTML.slice(0, 200),
    );
    const handlers = [...document.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((attribute) => attribute.startsWith('on')),
    );
    const links = [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'));
    return {
      elements,
      handlers,
      links: links.filter((href) => !href.startsWith('#/')),
      ran: window.ran ?? null,
    };
  });
  assert.deepEqual(found, { elements: [], handlers: [], links: [], ran: null });
}
