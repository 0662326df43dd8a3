// Pictures of every view, for looking at: `node tests/browser/shots.mjs FOLDER [chromium|firefox] [LOG...]`.
//
// Light and dark, 1440, 900 and 390 pixels wide; of the logs given, or else of a generated one with everything in it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launched } from './support/browsers.mjs';
import { applyFilter, typeOver, untilMistake } from './support/filter.mjs';
import { generate } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { open, settled, until } from './support/page.mjs';
import { place } from './support/work.mjs';

const WIDTHS = [1440, 900, 390];
const HEIGHT = 900;
const THEMES = ['light', 'dark'];
const FILTER = 'v=2&filter=service:%28clusters,%20accounts%29%20-outcome:unknown%20%23status:%3E=400';

/** Each picture: the fragment of its view, and the steps before it is taken. */
const VIEWS = {
  overview: '#/overview',
  'overview-services': '#/overview?stack=service_name',
  'overview-zoomed':
    '#/overview?v=2&filter=time:2026-03-03..2026-03-05&scale=log&zoom=2026-03-03T00:00:00Z..2026-03-05T00:00:00Z&split=service_name',
  'overview-filtered': `#/overview?${FILTER}`,
  'overview-nothing': '#/overview?v=2&filter=user:nobody',
  findings: '#/findings',
  people: '#/people',
  entity: '#/people/service_name/clusters',
  'entity-person': '#/people/email/ada.abbott%40corp.example',
  'entity-nobody': '#/people/email/nobody',
  compare: '#/compare?v=2&filter=outcome:denied&against=outcome:success',
  services: '#/services',
  'services-clusters': '#/services/clusters',
  'services-accounts': '#/services/accounts',
  'services-jobs': '#/services/jobs',
  'services-unity-catalog': '#/services/unityCatalog',
  'services-immuta': '#/services/immuta',
  events: '#/events',
  'events-sorted': `#/events?${FILTER}&sort=-email`,
  'events-orders': '#/events?sort=outcome,-email',
  'events-grouped': '#/events?group=service_name,outcome',
  'events-crosstab': '#/events?group=service_name,outcome&as=crosstab',
  'events-unknown': '#/events?group=nonsense',
  'events-detail': '#/events?event=42',
  inputs: '#/inputs',
  'inputs-duplicates': '#/inputs?list=duplicates',
  'inputs-conflicts': '#/inputs?list=conflicts',
  'inputs-warnings': '#/inputs?list=warnings',
  evidence: '#/evidence',
};
const WHOLE = [
  'overview',
  'overview-zoomed',
  'entity',
  'compare',
  'services-clusters',
  'services-accounts',
  'inputs',
  'inputs-duplicates',
];

const [folder, name = 'chromium', ...logs] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tests/browser/shots.mjs FOLDER [chromium|firefox] [LOG...]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const mixed = { events: 20_000, seed: 2, shape: 'mixed', badLines: 30, duplicates: 60 };
const given =
  logs.length > 0
    ? logs
    : [
        generate('audit-2026-03.jsonl', mixed).path,
        generate('immuta-2026-03.json', { events: 2000, format: 'immuta_uam', incidents: 'none' }).path,
        place('letter.txt', 'Dear auditor\n'),
      ];
const large = generate('a large one.json', { events: 80_000, seed: 8 }).path;

const browser = await launched(name);
for (const theme of THEMES) {
  for (const width of WIDTHS) await take(theme, width);
}
await browser.close();

async function take(theme, width) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]).catch(() => {});
  await page.setViewport({ width, height: HEIGHT });
  const shoot = async (view, fullPage = false) => {
    const file = `${name}-${theme}-${width}-${view}.png`;
    await page.screenshot({ path: join(folder, file), fullPage });
    console.log(file);
  };
  await open(page);
  await paint(page, theme);
  await settled(page, 'idle');
  await shoot('start');
  await chooseFiles(page, ...given);
  await settled(page);
  for (const [view, hash] of Object.entries(VIEWS)) {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, hash);
    await settled(page);
    await shoot(view);
    if (WHOLE.includes(view)) await shootWhole(page, () => shoot(`${view}-whole`, true));
  }
  await page.keyboard.press('?');
  await until(page, 'the sheet', () => document.querySelector('dialog[open] [data-example]'));
  await shoot('language');
  await page.click('dialog .switch button:nth-of-type(2)');
  await shoot('keys');
  await page.keyboard.press('Escape');
  await until(page, 'the sheet to close', () => !document.querySelector('dialog[open]'));
  await page.keyboard.press('2');
  await typeOver(page, 'service:clusters -act');
  await shoot('completion');
  await typeOver(page, 'service:clusters user:');
  await shoot('values');
  await applyFilter(page, 'service:clusters statuss:>=400');
  await untilMistake(page);
  await shoot('mistake');
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('6');
  await page.keyboard.press('e');
  await until(page, 'the menu', () => document.querySelector('.popover-panel'));
  await shoot('menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await chooseFiles(page, large);
  await until(page, 'reading', () => document.querySelector('.loading progress'));
  await shoot('loading');
  await page.close();
}

/** If the browser ignores the emulated theme, uses the page's own switch. */
async function paint(page, theme) {
  const isDark = await page.$eval('[aria-label="Light theme"], [aria-label="Dark theme"]', (button) =>
    button.getAttribute('aria-label').startsWith('Light'),
  );
  if (isDark !== (theme === 'dark')) await page.keyboard.press('d');
}

/** The view scrolls within the page; to picture all of it, the window is made as high as its content. */
async function shootWhole(page, shoot) {
  const { width } = page.viewport();
  const height = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('main, .view')];
    return Math.max(...boxes.map((box) => box.scrollHeight + box.getBoundingClientRect().top));
  });
  await page.setViewport({ width, height: Math.min(Math.ceil(height), 6000) });
  await settled(page);
  await shoot();
  await page.setViewport({ width, height: HEIGHT });
  await settled(page);
}
