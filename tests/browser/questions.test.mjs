// The questions that the seeds of this project ask of a log, asked of generated logs and of real ones.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/setup/machine.mjs';
import { clusters, expand } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { BLOG, generate, withoutBlog } from './support/fixtures.mjs';
import { drop } from './support/give.mjs';
import { bars, choose, figure, goTo, gridRows, open, settled } from './support/page.mjs';

const IMMUTA = join(root, '../shared/samples/immuta-query.json');

const databricks = generate('questions.jsonl', { events: 4000, seed: 31, duplicates: 5 });
const immuta = generate('questions-immuta.json', { events: 600, seed: 32, format: 'immuta_uam' });

const sorted = (pairs) => [...pairs].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

/** Actors without a name, and those that Immuta does not know, are one line of the board. */
function byEmail(list) {
  const counts = new Map();
  for (const { name, events } of list) {
    const email = name && name !== 'unknown' ? name : null;
    counts.set(email, (counts.get(email) ?? 0) + events);
  }
  return [...counts];
}

async function load(page, browserName, path) {
  await open(page);
  await drop(page, browserName, path);
  await settled(page);
}

/** Who was denied: a click on the outcome, then the board of principals. */
async function denied(page) {
  await goTo(page, 'Overview');
  if ((await figure(page, 'denied')) === 0) return [];
  await choose(page, 'outcome', 'denied');
  await expand(page, 'Principal');
  await settled(page);
  return bars(page, 'email');
}

/** Runs per day on the page of jobs: by day the runs, those that succeeded, and the jobs. */
function runsPerDay(page) {
  return page.$$eval('[aria-label="Runs per day"] tr[data-values]', (rows) =>
    Object.fromEntries(
      rows.map((row) => [
        JSON.parse(row.dataset.values)[0],
        {
          ended: Number(row.querySelector('[data-count]').dataset.count),
          succeeded: Number(row.querySelector('[data-part]').dataset.part),
          jobs: Number(row.querySelector('[data-distinct]').dataset.distinct),
        },
      ]),
    ),
  );
}

for (const [name, { path, truth }] of Object.entries({ Databricks: databricks, Immuta: immuta })) {
  inBoth(`who was denied: a generated log of ${name}`, async (page, browserName) => {
    await load(page, browserName, path);
    assert.ok(truth.denied.length > 0, 'nobody was denied');
    assert.equal(await figure(page, 'denied'), truth.outcomes.denied);
    const shown = await denied(page);
    const isImmuta = name === 'Immuta';
    const expected = isImmuta
      ? byEmail(truth.denied)
      : truth.denied.map(({ name: who, events }) => [who, events]);
    assert.deepEqual(sorted(shown), sorted(expected));
    assert.equal(
      shown.reduce((sum, [, events]) => sum + events, 0),
      truth.outcomes.denied,
    );
  });
}

inBoth('how many jobs ran on a day: a generated log', async (page, browserName) => {
  await load(page, browserName, databricks.path);
  await goTo(page, 'jobs');
  const { runs } = databricks.truth;
  assert.ok(Object.keys(runs).length > 1, 'there is one day only');
  assert.deepEqual(await runsPerDay(page), runs);
});

if (withoutBlog) test('the seeds’ questions of the blog’s set', { skip: withoutBlog });
else {
  inBoth('the blog’s set: who was denied, and the clusters of jobs per day', async (page, browserName) => {
    await load(page, browserName, BLOG.path);
    const counts = new Map();
    for (const line of readFileSync(BLOG.path, 'utf8').split('\n').filter(Boolean)) {
      const { response, userIdentity, email } = JSON.parse(line);
      if (![401, 403].includes(Number(response?.statusCode))) continue;
      const who = userIdentity?.email ?? email ?? null;
      counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    assert.deepEqual(sorted(await denied(page)), sorted([...counts]));
    await page.evaluate(() => {
      location.hash =
        '#/services/clusters?is.action_name=create&is.requestParams.cluster_creator=JOB_LAUNCHER';
    });
    await settled(page);
    const { created, perDay, perJob } = await clusters(page);
    assert.equal(created, 709);
    assert.deepEqual(perDay, { '2019-12-28': 709 });
    assert.deepEqual(perJob, [{ job: '31303', users: ['101364'], created: 709 }]);
  });
}

if (!existsSync(IMMUTA)) {
  test('the seeds’ questions of Immuta’s sample', {
    skip: 'there is no ../shared/samples/immuta-query.json',
  });
} else {
  inBoth('Immuta’s sample: who queried what, and who was denied', async (page, browserName) => {
    await load(page, browserName, IMMUTA);
    const [record] = [JSON.parse(readFileSync(IMMUTA, 'utf8'))].flat();
    assert.equal(await figure(page, 'events'), 1);
    assert.deepEqual(
      await denied(page),
      record.actionStatus === 'UNAUTHORIZED' ? [[record.actor.id, 1]] : [],
    );
    await goTo(page, 'Overview');
    assert.deepEqual(await bars(page, 'email'), [[record.actor.id, 1]]);
    await goTo(page, 'Events');
    const [row] = await gridRows(page, 'Events');
    await page.evaluate((index) => {
      location.hash = `#/events?event=${index}`;
    }, row.row);
    await page.waitForSelector('.drawer');
    await settled(page);
    const drawer = await page.$eval('.drawer', (one) => one.innerText);
    for (const text of [record.targets[0].name, record.auditPayload.queryId, record.actionStatus]) {
      assert.ok(drawer.includes(text), text);
    }
  });
}
