// The page as a user handles it: opening, waiting, navigating, reading.

import { pathToFileURL } from 'node:url';
import { pagePath } from './browsers.mjs';

const WAIT_MS = 30_000;

/** The address of the built file. */
export const pageUrl = pathToFileURL(pagePath).href;

/** Opens the file, with an optional fragment. */
export async function open(page, fragment = '') {
  await page.goto(`${pageUrl}${fragment}`);
  await page.waitForSelector('#choose-files');
}

/** Waits until the page is in the given state, and all of its questions are answered and drawn. */
export async function settled(page, state = 'ready') {
  const trouble = await page.evaluate(calm, state, WAIT_MS);
  if (trouble !== null) throw new Error(trouble);
}

/**
 * Runs in the page. Waits for the attributes to hold still: an answer may lead to another question, and both
 * be drawn later.
 */
function calm(state, waitMs) {
  const CALM_MS = 60;
  const POLL_MS = 10;
  const app = document.getElementById('app');
  const begun = performance.now();
  return new Promise((resolve) => {
    let since = begun;
    const look = () => {
      const now = performance.now();
      const { state: at, asking, writing } = app.dataset;
      if (at !== state || asking !== '0' || writing !== '') since = now;
      if (now - since >= CALM_MS) resolve(null);
      else if (now - begun > waitMs)
        resolve(
          `not ${state} but ${at} after ${waitMs} ms, asking ${asking}: ${app.innerText.slice(0, 600)}`,
        );
      else setTimeout(look, POLL_MS);
    };
    look();
  });
}

/** Waits for a condition in the page; the error says which one was not met. */
export async function until(page, what, condition, ...args) {
  try {
    await page.waitForFunction(condition, { timeout: WAIT_MS, polling: 20 }, ...args);
  } catch (error) {
    throw new Error(`waited in vain: ${what}`, { cause: error });
  }
}

/** The page's state attribute. */
export function state(page) {
  return page.$eval('#app', (app) => ({ state: app.dataset.state, events: Number(app.dataset.events) }));
}

/** A key figure. */
export function figure(page, name) {
  return number(page, `[data-figure="${name}"]`);
}

/** All key figures by name. */
export function figures(page) {
  return page.$$eval('main [data-figure]', (list) =>
    Object.fromEntries(
      list.map((element) => [element.dataset.figure, Number(element.textContent.replaceAll(',', ''))]),
    ),
  );
}

/** A count of the reconciliation strip. */
export function strip(page, name) {
  return number(page, `[data-strip="${name}"]`);
}

/** All counts of the reconciliation strip. */
export function reconciliation(page) {
  return page.evaluate(() => {
    const of = (name) => document.querySelector(`[data-strip="${name}"]`);
    const names = ['records', 'events', 'duplicates', 'problems', 'silver', 'gold'];
    const counts = names.map((name) => [name, Number(of(name).textContent.replaceAll(',', ''))]);
    return { ...Object.fromEntries(counts), holds: of('reconciled').dataset.reconciled === 'true' };
  });
}

async function number(page, selector) {
  const text = await page.$eval(selector, (element) => element.textContent);
  return Number(text.replaceAll(',', ''));
}

/** The rows of a leaderboard or another list of bars: `[value or null, count]` each. */
export function bars(page, column, within = 'main') {
  return page.$$eval(`${within} [data-column="${column}"] > li`, (rows) =>
    rows.map((row) => [row.hasAttribute('data-null') ? null : row.dataset.value, Number(row.dataset.count)]),
  );
}

/** All leaderboards, by column. */
export function boards(page) {
  return page.$$eval('main .boards [data-column]', (lists) =>
    Object.fromEntries(
      lists.map((list) => [
        list.dataset.column,
        [...list.children].map((row) => [
          row.hasAttribute('data-null') ? null : row.dataset.value,
          Number(row.dataset.count),
        ]),
      ]),
    ),
  );
}

/** Clicks a leader, with an optional key held. */
export async function choose(page, column, value, held) {
  const row = value === null ? '[data-null]' : `[data-value="${CSS_ESCAPE(value)}"]`;
  if (held) await page.keyboard.down(held);
  await page.click(`main [data-column="${column}"] > li${row} .bar`);
  if (held) await page.keyboard.up(held);
  await settled(page);
}

const CSS_ESCAPE = (value) => value.replaceAll(/["\\]/g, '\\$&');

/** Goes to a view or gold frame by its link. */
export async function goTo(page, name) {
  await page.click(`nav a[title="${CSS_ESCAPE(name)}"]`);
  await settled(page);
}

/** The fragment of the address. */
export function fragment(page) {
  return page.evaluate(() => location.hash);
}

/** The texts of the filter's clauses. */
export function chips(page) {
  return page.$$eval('[data-chip]', (list) =>
    list.map((chip) => chip.querySelector('.chip-text').textContent),
  );
}

/** The messages about inputs without events. */
export function troubles(page) {
  return page.$$eval('[data-trouble]', (list) =>
    list.map((item) => ({ path: item.dataset.trouble, text: item.innerText })),
  );
}

/**
 * The rows of a grid that are drawn: `{ index, row, cells }`, with `index` from 1 and without the heading.
 */
export function gridRows(page, label) {
  return page.$$eval(`[role="grid"][aria-label="${label}"] [role="row"]`, (rows) =>
    rows
      .filter((row) => row.querySelector('[role="gridcell"]'))
      .map((row) => ({
        index: Number(row.getAttribute('aria-rowindex')) - 1,
        row: Number(row.dataset.row),
        cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent),
      })),
  );
}

/** All rows of a grid, collected by scrolling from its top to its end. */
export async function allGridRows(page, label) {
  const found = new Map();
  const scroll = (to) =>
    page.$eval(
      `[role="grid"][aria-label="${label}"] .grid-scroll`,
      (box, by) => {
        if (by === 'top') box.scrollTop = 0;
        else box.scrollTop += box.clientHeight;
        return box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
      },
      to,
    );
  for (let atEnd = await scroll('top'); ; atEnd = await scroll('on')) {
    await settled(page);
    for (const row of await gridRows(page, label)) found.set(row.index, row);
    if (atEnd) return [...found.values()].sort((a, b) => a.index - b.index);
  }
}

/** Shows a list in Inputs. */
export async function showList(page, list) {
  await page.click(`main [data-list="${list}"]`);
  await settled(page);
}

/**
 * The bars of the histogram, read as a user does: the pointer moves over each, and the heading shows the time
 * and counts of the bar under it.
 */
export function histogram(page) {
  return page.evaluate(async () => {
    const panel = document.querySelector('section.histogram');
    const over = panel.querySelector('.u-over');
    const box = over.getBoundingClientRect();
    const edges = panel.querySelectorAll('[role="slider"]');
    const count = Number(edges[1].getAttribute('aria-valuemax'));
    const told = () => panel.querySelector('.panel-aside span').textContent;
    // Every bar has its own time, so a changed heading belongs to the next bar.
    const changed = async (from) => {
      for (const begun = performance.now(); told() === from && performance.now() - begun < 1000; )
        await new Promise((resolve) => setTimeout(resolve, 0));
    };
    const time = (text) => Date.parse(`${text.trim().replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`);
    const found = [];
    for (let at = 0; at < count; at += 1) {
      const before = told();
      const clientX = box.left + (box.width * (at + 0.5)) / count;
      over.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX, clientY: box.top + 20 }));
      await changed(before);
      const counts = [...panel.querySelectorAll('.legend li')].map((item) => {
        const text = item.querySelector('b')?.textContent;
        return [item.innerText.replace(text ?? '', '').trim(), Number((text ?? 'NaN').replaceAll(',', ''))];
      });
      const [from, until] = told()
        .replace(/ UTC.*/, '')
        .split('–');
      found.push({
        fromMs: time(from),
        untilMs: time(until),
        counts: Object.fromEntries(counts),
        sum: counts.reduce((sum, [, number]) => sum + number, 0),
      });
    }
    over.dispatchEvent(new MouseEvent('mouseleave', { bubbles: true }));
    return found;
  });
}
