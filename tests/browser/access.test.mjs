// Access: no serious finding of axe-core in any view, in either theme; narrow windows, zoom, reduced motion, forced
// colours, print. One page is loaded for all of it. Keys are in keyboard.test.mjs.

import assert from 'node:assert/strict';
import { axe, bringAxe, emulate, tooSmall, tooWide } from './support/access.mjs';
import { inBoth } from './support/browsers.mjs';
import { generatedLog } from './support/log.mjs';
import { figure, open, settled, until } from './support/page.mjs';

const { load } = generatedLog('access.jsonl', { events: 3000, seed: 12, badLines: 4, duplicates: 4 });

/** Every view, and what opens in it. */
const VIEWS = [
  '#/start',
  '#/overview',
  '#/overview?v=2&filter=service:clusters%20-user:nobody',
  '#/overview?v=2&filter=user:nobody',
  '#/findings',
  '#/people',
  '#/people/service_name/clusters',
  '#/compare?v=2&filter=outcome:denied&against=outcome:success',
  '#/services',
  '#/services/clusters',
  '#/services/accounts',
  '#/events',
  '#/events?event=3',
  '#/inputs',
  '#/inputs?list=duplicates',
  '#/evidence',
  '#/evidence/totals',
  '#/evidence/sample?size=5&seed=a&draw=by:email',
  '#/evidence/bundle',
  '#/evidence/case',
];
/** Those of which Firefox sees enough. */
const CORE = new Set(['#/overview', '#/findings', '#/people/service_name/clusters', '#/events?event=3']);

const visit = async (page, hash) => {
  await page.evaluate((fragment) => {
    location.hash = fragment;
  }, hash);
  await settled(page);
};

/** Runs a check in each view, and reports all that fail together. */
const everywhere = async (page, views, check) => {
  const failed = [];
  for (const hash of views) {
    await visit(page, hash);
    for (const found of await check()) failed.push(`${hash} ${found}`);
  }
  assert.deepEqual(failed, []);
};

inBoth(
  'axe-core finds nothing serious in any view or theme; nothing is too wide or too small for a narrow window',
  async (page, name) => {
    const views = VIEWS.filter((hash) => name === 'chromium' || CORE.has(hash));
    await open(page);
    await settled(page, 'idle');
    await bringAxe(page);
    assert.deepEqual(await axe(page), [], 'before anything is loaded');
    await load(page);
    await bringAxe(page);
    await everywhere(page, views, () => axe(page));
    await page.keyboard.press('d');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    await everywhere(page, views, () => axe(page, ['color-contrast', 'link-in-text-block']));

    await visit(page, '#/events');
    await page.keyboard.press('?');
    await until(page, 'the sheet', () => document.querySelector('dialog[open]'));
    await settled(page);
    assert.deepEqual(await axe(page), [], 'the sheet');
    await page.keyboard.press('Escape');
    await page.click('.header [aria-label="Export"]');
    assert.deepEqual(await axe(page), [], 'the export menu');
    await page.keyboard.press('Escape');

    // 360 pixels, and 200 % of zoom in a window of 1440 by 900.
    for (const [width, height] of [
      [360, 740],
      [720, 450],
    ]) {
      await page.setViewport({ width, height });
      await everywhere(page, views, async () => [
        ...(await tooWide(page)),
        ...(width < 400 ? await tooSmall(page) : []),
      ]);
    }
    await visit(page, '#/overview');
    const tall = await page.$eval('#main', (main) => main.clientHeight);
    assert.ok(tall > 450 / 3, `at 200 % the view has ${tall} of 450 pixels`);
  },
  { timeout: 180_000 },
);

/** Expects the chart to fit on paper, and nothing to be printed that was not asked for. */
async function isPrintedToItsEnd(page) {
  await page.setViewport({ width: 700, height: 900 });
  const printed = await page.evaluate(async () => {
    // The last moment before a sheet is laid out, as for a print from the browser's menu.
    dispatchEvent(new Event('beforeprint'));
    await new Promise((done) => setTimeout(done, 50));
    const { right, width } = document.querySelector('.histogram canvas').getBoundingClientRect();
    const panel = document.querySelector('.histogram').getBoundingClientRect();
    const unasked = document.querySelectorAll('.unasked');
    const found = {
      cutOff: Math.max(0, Math.round(right - panel.right)),
      isWide: width > panel.width * 0.9,
      unasked: [...unasked].filter((panel) => getComputedStyle(panel).display !== 'none').length,
    };
    dispatchEvent(new Event('afterprint'));
    return found;
  });
  assert.deepEqual(printed, { cutOff: 0, isWide: true, unasked: 0 });
  // The page's own key first asks for what is not on screen.
  await page.evaluate(() => {
    window.print = () => {
      const squares = [...document.querySelectorAll('.week [data-count]')];
      window.printed = squares.reduce((sum, { dataset }) => sum + Number(dataset.count), 0);
    };
  });
  await page.keyboard.down('Control');
  await page.keyboard.press('p');
  await page.keyboard.up('Control');
  await page.waitForFunction(() => window.printed !== undefined);
  assert.equal(await page.evaluate(() => window.printed), await figure(page, 'events'));
}

inBoth(
  'motion is reduced, forced colours keep what colour says, and every view is printed whole',
  async (page) => {
    await load(page, '#/overview');
    let session = await emulate(page, '', { 'prefers-reduced-motion': 'reduce', 'forced-colors': 'active' });
    const moving = await page.$$eval('*', (all) =>
      all.flatMap((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return /[1-9]/.test(transitionDuration) || animationName !== 'none' ? [element.className] : [];
      }),
    );
    assert.deepEqual(moving, []);
    // Fills of bars and swatches are information: they keep their colours.
    for (const selector of ['.bar-fill', '.swatch', '.brush-edge']) {
      const seen = await page.$eval(selector, (element) => {
        const { backgroundColor, forcedColorAdjust } = getComputedStyle(element);
        return [backgroundColor, forcedColorAdjust];
      });
      assert.equal(seen[1], 'none', selector);
    }
    const current = await page.$eval('nav a[aria-current]', (link) => getComputedStyle(link).outlineStyle);
    assert.equal(current, 'solid', 'the view on screen is marked');
    await session.detach();

    session = await emulate(page, 'print');
    await everywhere(page, VIEWS, () =>
      page.evaluate(() => {
        const found = [];
        const shown = (selector) => {
          const element = document.querySelector(selector);
          return element !== null && getComputedStyle(element).display !== 'none';
        };
        for (const selector of ['.header', '.nav', '.notices', '.skip'])
          if (shown(selector)) found.push(`${selector} is printed`);
        if (!shown('.print-head')) found.push('no heading with the filter and the basis');
        const { height } = document.getElementById('main').getBoundingClientRect();
        const { scrollHeight } = document.getElementById('main');
        if (scrollHeight > height + 1) found.push(`${scrollHeight - height} pixels are cut off`);
        if (document.body.scrollHeight < scrollHeight) found.push('the page is shorter than the view');
        const { colorScheme } = getComputedStyle(document.body);
        if (!colorScheme.includes('light') || colorScheme.includes('dark')) found.push('printed in the dark');
        return found;
      }),
    );
    await visit(page, '#/overview?v=2&filter=outcome:denied');
    const head = await page.$eval('.print-head', (element) => element.innerText);
    for (const word of ['Overview', 'outcome:denied', 'access.jsonl', 'UTC'])
      assert.ok(head.includes(word), word);
    await isPrintedToItsEnd(page);
    await session.detach();
  },
  { cannot: { firefox: 'its protocol does not emulate these media' } },
);
