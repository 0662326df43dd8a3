// The histogram as drawn: what only its pixels can show.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { choose, goTo, open, settled } from './support/page.mjs';

const DAYS = 7;
const { path } = generate('week.jsonl', { events: 2000, seed: 51, days: DAYS });

/** Positions of the labels on the time axis, as fractions of the plot's width. */
function labels(page) {
  return page.$eval('section.histogram canvas', (canvas) => {
    // Pixels closer than this belong to one label.
    const GAP = 14;
    const scale = devicePixelRatio;
    const plot = canvas.parentElement.querySelector('.u-over').getBoundingClientRect();
    const top = plot.bottom - canvas.getBoundingClientRect().top + 8;
    const height = canvas.getBoundingClientRect().height - top;
    const { data, width } = canvas
      .getContext('2d')
      .getImageData(0, Math.round(top * scale), canvas.width, Math.floor(height * scale));
    const left = (plot.left - canvas.getBoundingClientRect().left) * scale;
    const found = [];
    let last = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width; x += 1) {
      let ink = false;
      for (let at = x * 4 + 3; at < data.length; at += width * 4) ink ||= data[at] > 60;
      if (!ink) continue;
      if (x - last > GAP * scale) found.push((x - left) / (plot.width * scale));
      last = x;
    }
    return found;
  });
}

/** Expects a label for most days; the last one may be missing if it does not fit. */
async function isLabelled(page, when) {
  const found = await labels(page);
  assert.ok(
    found.length >= DAYS - 1,
    `${when}: ${found.length} labels, at ${found.map((at) => at.toFixed(2))}`,
  );
  assert.ok(found.at(-1) > 0.7, `${when}: nothing is written at the end of the axis`);
  await isAligned(page, when);
}

/** Expects what lies over and under the bars to be where the bars are. */
async function isAligned(page, when) {
  const [bars, ...others] = await page.$$eval(
    'section.histogram :is(.u-over, .brush-edge, .time-bars)',
    (found) =>
      found.map((element) => {
        const { left, right } = element.getBoundingClientRect();
        return { is: element.className, left: Math.round(left), right: Math.round(right) };
      }),
  );
  const edges = others.filter(({ is }) => is.startsWith('brush-edge'));
  // An edge is a few pixels wide, around the place it marks.
  assert.ok(Math.abs(edges[0].left - bars.left) <= 3, `${when}: the first edge at ${edges[0].left}`);
  assert.ok(Math.abs(edges[1].right - bars.right) <= 3, `${when}: the last edge at ${edges[1].right}`);
  for (const { is, left, right } of others.filter(({ is }) => is.startsWith('time-bars'))) {
    assert.deepEqual([left, right], [bars.left, bars.right], `${when}: ${is}`);
  }
}

async function drawnAndDrawnAgain(page) {
  await open(page);
  await chooseFiles(page, path);
  await settled(page);
  await isLabelled(page, 'after loading');
  await choose(page, 'service_name', 'accounts');
  await isLabelled(page, 'filtered');
  await page.keyboard.press('s');
  await settled(page);
  await isLabelled(page, 'stacked by service');
  await page.keyboard.press('d');
  await settled(page);
  await isLabelled(page, 'in the other theme');
  for (const [width, height] of [
    [1200, 800],
    [900, 900],
    [1440, 1500],
  ]) {
    await page.setViewport({ width, height });
    await settled(page);
    await isLabelled(page, `in a window of ${width} by ${height}`);
  }
  await goTo(page, 'accounts');
  await isLabelled(page, 'logins');
  await goTo(page, 'Overview');
  await isLabelled(page, 'come back to');
}

inBoth('the axis of time is labelled along its whole length, whenever it is drawn', drawnAndDrawnAgain, {
  // Chromium's advice on reading pixels, which the page never does.
  expected: /willReadFrequently/,
});
