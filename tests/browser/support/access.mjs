// What assistive tools and unusual displays get of the page: axe-core, widths, emulated media.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Makes axe-core available in the page. The debugger may evaluate code, whatever the page's policy. */
export async function bringAxe(page) {
  await page.evaluate(AXE);
}

/**
 * Serious and critical findings of axe-core, as `rule: target`. With `rules`, only those are checked: of the themes,
 * nothing but contrast depends.
 */
export function axe(page, rules) {
  return page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      ...(only ? { runOnly: { type: 'rule', values: only } } : {}),
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`.trim()),
      );
  }, rules ?? null);
}

/** What is wider than the window: the page itself, or the first elements that make the view scroll sideways. */
export function tooWide(page) {
  return page.evaluate(() => {
    const found = [];
    for (const box of [document.documentElement, document.getElementById('main')]) {
      if (!box || box.scrollWidth <= box.clientWidth) continue;
      const edge = box.getBoundingClientRect().left + box.clientWidth;
      const beyond = [...box.querySelectorAll('*')].filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 0 && right > edge + 1;
      });
      const name = (element) => `${element.localName}.${element.className || element.id}`;
      found.push(`${name(box)} by ${box.scrollWidth - box.clientWidth}: ${beyond.slice(0, 4).map(name)}`);
    }
    return found;
  });
}

/**
 * Controls that a finger misses: smaller than 24 pixels either way. Squares and bars of charts are left out: the filter
 * does the same.
 */
export function tooSmall(page) {
  return page.evaluate(() => {
    const LEAST = 24;
    const charts = '.heatmap, .time-bars, .mini-bars, .brush, .days';
    const controls = document.querySelectorAll(
      'a[href], button:not(:disabled), select, input:not([type=checkbox], [type=radio], [type=file])',
    );
    const found = [...controls].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isSeen = element.checkVisibility() && width > 1 && height > 1 && !element.closest(charts);
      // Fractions of pixels are the text's.
      return isSeen && (Math.round(width) < LEAST || Math.round(height) < LEAST)
        ? [`${element.localName}.${element.className} in ${element.parentElement.className}`]
        : [];
    });
    return [...new Set(found)];
  });
}

/** Emulates media features, those included that puppeteer does not know. Chromium only. */
export async function emulate(page, media, features = {}) {
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
  return session;
}
