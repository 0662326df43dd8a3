// The filter as a user handles it: the box, its list, the chips.

import { press } from './keys.mjs';
import { settled, until } from './page.mjs';

const INPUT = '.filter-box input';

/** The text in the box. */
export function boxText(page) {
  return page.$eval(INPUT, (input) => input.value);
}

/** Replaces the text in the box. */
export async function typeOver(page, text) {
  await page.focus(INPUT);
  await page.$eval(INPUT, (input) => input.select());
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.type(text);
  await settled(page);
}

/** Replaces the text in the box at once, as a paste does. */
export async function pasteOver(page, text) {
  await page.focus(INPUT);
  await page.$eval(
    INPUT,
    (input, pasted) => {
      input.select();
      document.execCommand('insertText', false, pasted);
    },
    text,
  );
  await settled(page);
}

/** Types a filter and applies it. */
export async function applyFilter(page, text) {
  await typeOver(page, text);
  await page.keyboard.press('Enter');
  await settled(page);
}

/** The list under the box: `{ text, count }` each, `count` null if not shown; empty while it is closed. */
export function candidates(page) {
  return page.$$eval('.filter-box [role="option"]', (list) =>
    list.map((option) => {
      const count = option.querySelector('[data-count]');
      return { text: option.dataset.candidate, count: count ? Number(count.dataset.count) : null };
    }),
  );
}

/** The error shown, and the text marked as wrong; null if there is none. */
export function mistake(page) {
  return page.evaluate(() => {
    const error = document.querySelector('.filter-box .filter-error');
    const mark = document.querySelector('.filter-box mark');
    if (!error || !mark) return null;
    return { text: error.textContent, start: Number(mark.dataset.start), marked: mark.textContent };
  });
}

/** Waits until an error is shown. */
export async function untilMistake(page) {
  await until(page, 'a mistake', () => document.querySelector('.filter-box .filter-error'));
  return mistake(page);
}

/** Clicks a part of a chip: `text`, `negate`, `switch`, `remove`. */
export async function onChip(page, at, part) {
  await page.click(`.chips > li:nth-child(${at + 1}) [data-part="${part}"]`);
  await settled(page);
}

/** The chips and their states. */
export function chipStates(page) {
  return page.$$eval('.chips > li', (list) =>
    list.map((chip) => ({
      text: chip.querySelector('.chip-text').textContent,
      negated: chip.querySelector('[data-part="negate"]').getAttribute('aria-pressed') === 'true',
      off: chip.querySelector('[data-part="switch"]').getAttribute('aria-pressed') === 'true',
    })),
  );
}

/** Clicks with keys held. */
export async function clickWith(page, element, ...held) {
  for (const key of held) await page.keyboard.down(key);
  await element.click();
  for (const key of held) await page.keyboard.up(key);
  await settled(page);
}

/** Presses Ctrl Z, with the focus outside of text. */
export async function undoByKey(page, ...held) {
  await page.evaluate(() => document.activeElement.blur());
  await press(page, 'z', 'Control', ...held);
  await settled(page);
}
