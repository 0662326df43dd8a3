// Every part of the page filters every other: after each choice, everything shown equals an independent
// recount of the same events.

import assert from 'node:assert/strict';
import { expand } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { generatedLog } from './support/log.mjs';
import {
  bars,
  boards,
  chips,
  choose,
  figure,
  figures,
  goTo,
  gridRows,
  histogram,
  settled,
} from './support/page.mjs';
import { select, tally, total } from './support/recount.mjs';

const { events, load } = generatedLog('filtered.jsonl', {
  events: 3000,
  seed: 11,
  shape: 'mixed',
  badLines: 4,
  duplicates: 8,
  days: 3,
});

const BOARDS = {
  service_name: 'Service',
  action_name: 'Action',
  email: 'Principal',
  source_ip_address: 'Source address',
  outcome: 'Outcome',
  workspace_id: 'Workspace',
  user_agent: 'User agent',
};
/** Number of values that a leaderboard shows, collapsed and expanded. */
const FEW = 8;
const MANY = 100;

/** Checks the overview under a filter: the figures, and every leaderboard without its own terms. */
async function agrees(page, filter) {
  const selected = select(events, filter);
  const distinct = (column) =>
    new Set(selected.map((event) => event[column]).filter((value) => value !== null)).size;
  const of = (outcome) => selected.filter((event) => event.outcome === outcome).length;
  const expected = {
    events: selected.length,
    principals: distinct('email'),
    services: distinct('service_name'),
    denied: of('denied'),
    failures: of('failure'),
    sourceAddresses: distinct('source_ip_address'),
    workspaces: distinct('workspace_id'),
  };
  const told = await figures(page);
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, told[name]])), expected);
  const listed = await boards(page);
  for (const column of Object.keys(BOARDS)) {
    const { [column]: own = [], ...is } = filter.is ?? {};
    const { [column]: notOwn = [], ...not } = filter.not ?? {};
    const counts = tally(select(events, { ...filter, is, not }), column);
    const chosen = new Set([...own, ...notOwn]);
    const shown = counts.filter(([value], at) => at < FEW || chosen.has(value));
    assert.deepEqual(listed[column], shown, column);
  }
  return selected;
}

/** Checks every bar of the histogram under the filter without its time range. */
async function barsAgree(page, filter) {
  const { time, ...timeless } = filter;
  const selected = select(events, timeless);
  const found = await histogram(page);
  for (const { fromMs, untilMs, sum, counts } of found) {
    const within = select(selected, { time: [fromMs, untilMs] });
    assert.equal(sum, within.length, new Date(fromMs).toISOString());
    for (const [outcome, count] of Object.entries(counts)) {
      assert.equal(count, select(within, { is: { outcome: [outcome] } }).length, outcome);
    }
  }
  assert.equal(
    found.reduce((sum, bar) => sum + bar.sum, 0),
    selected.length,
  );
  return found;
}

inBoth('clicks on leaders filter everything, to what a recount gives', async (page) => {
  await load(page);
  await agrees(page, {});
  const service = 'accounts';
  await choose(page, 'service_name', service);
  await agrees(page, { is: { service_name: [service] } });
  // A second value of the same column is an alternative, a value of another column a condition.
  await choose(page, 'service_name', 'clusters', 'Shift');
  const services = { service_name: [service, 'clusters'] };
  await agrees(page, { is: services });
  const [[email]] = tally(select(events, { is: services }), 'email').filter(([value]) => value !== null);
  await choose(page, 'email', email);
  const filter = { is: { ...services, email: [email] } };
  const selected = await agrees(page, filter);
  await barsAgree(page, filter);
  assert.deepEqual(await chips(page), [`service:(${service}, clusters)`, `user:${email}`]);

  // Expanded, another board covers the same events, including the absent value.
  await expand(page, 'Source address');
  await settled(page);
  const addresses = await bars(page, 'source_ip_address');
  assert.ok(addresses.length < MANY, 'the fixture has too many addresses to add up');
  assert.equal(total(addresses), selected.length);

  await goTo(page, 'Events');
  assert.equal(await figure(page, 'rows'), selected.length);
  await goTo(page, 'clusters');
  assert.equal(
    await figure(page, 'selected'),
    select(selected, { is: { service_name: ['clusters'] } }).length,
  );
  assert.equal(await figure(page, 'rows'), await figure(page, 'selected'));
});

inBoth('the absent value filters, values can be excluded, and chips lift what they name', async (page) => {
  await load(page);
  await choose(page, 'workspace_id', null);
  await agrees(page, { is: { workspace_id: [null] } });
  // The button that excludes a value appears while the pointer is over its bar.
  await page.hover('main [data-column="outcome"] > li[data-value="success"]');
  await page.click('main [data-column="outcome"] > li[data-value="success"] .bar-except');
  await settled(page);
  const filter = { is: { workspace_id: [null] }, not: { outcome: ['success'] } };
  await agrees(page, filter);
  assert.deepEqual(await chips(page), ['ws:-*', '-outcome:success']);

  await page.click('[data-chip="ws"] [data-part="remove"]');
  await settled(page);
  await agrees(page, { not: { outcome: ['success'] } });
  // A click on an excluded bar clears the exclusion as well.
  await choose(page, 'outcome', 'success');
  await agrees(page, {});
  assert.deepEqual(await chips(page), []);

  await choose(page, 'service_name', 'clusters');
  await choose(page, 'outcome', 'success');
  await page.click('.chips-clear');
  await settled(page);
  await agrees(page, {});
});

inBoth('a drag over the histogram filters by the time of its bars', async (page) => {
  await load(page);
  const all = await barsAgree(page, {});
  const plot = await page.$('section.histogram .u-over');
  const box = await plot.boundingBox();
  const x = (bar) => box.x + (box.width * (bar + 0.5)) / all.length;
  const [from, to] = [Math.floor(all.length * 0.3), Math.floor(all.length * 0.6)];
  await page.mouse.move(x(from), box.y + 30);
  await page.mouse.down();
  for (let bar = from; bar <= to; bar += 3) await page.mouse.move(x(bar), box.y + 40);
  await page.mouse.move(x(to), box.y + 40);
  await page.mouse.up();
  await settled(page);
  const time = [all[from].fromMs, all[to].untilMs];
  const selected = await agrees(page, { time });
  assert.equal(
    selected.length,
    all.slice(from, to + 1).reduce((sum, bar) => sum + bar.sum, 0),
  );
  assert.ok(selected.length > 0 && selected.length < events.length);
  const edges = await page.$$eval('section.histogram [role="slider"]', (sliders) =>
    sliders.map((slider) => slider.getAttribute('aria-valuetext')),
  );
  assert.deepEqual(edges.map(msOf), time, 'the brush stands where the filter says');

  // With a service chosen as well, bars and figures still agree.
  await choose(page, 'service_name', 'clusters');
  const filter = { time, is: { service_name: ['clusters'] } };
  const within = await agrees(page, filter);
  const shown = await barsAgree(page, filter);
  const inside = shown.filter((bar) => bar.fromMs >= time[0] && bar.untilMs <= time[1]);
  assert.equal(
    inside.reduce((sum, bar) => sum + bar.sum, 0),
    within.length,
  );
  await goTo(page, 'Events');
  assert.equal(await figure(page, 'rows'), within.length);
  const rows = await gridRows(page, 'Events');
  assert.ok(rows.length > 0);

  await goTo(page, 'Overview');
  await page.click('[data-chip="time"] [data-part="remove"]');
  await settled(page);
  await agrees(page, { is: { service_name: ['clusters'] } });
});

/** A time as written on the page. */
function msOf(text) {
  return Date.parse(`${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`);
}

inBoth('a cell of the table filters by its value', async (page) => {
  await load(page, '#/events?sort=-email');
  const [first] = await gridRows(page, 'Events');
  await page.focus('[role="gridcell"][data-active]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('f');
  await settled(page);
  const service = first.cells[1];
  assert.equal(await figure(page, 'rows'), select(events, { is: { service_name: [service] } }).length);
  await page.keyboard.press('c');
  await settled(page);
  assert.equal(await figure(page, 'rows'), events.length);
});
