// Generated logs, compared with their generator's truth.

import assert from 'node:assert/strict';
import { clusters, expand, keys, logins } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { generate } from './support/fixtures.mjs';
import { drop } from './support/give.mjs';
import { bars, figure, goTo, open, reconciliation, settled } from './support/page.mjs';

const { path, truth } = generate('mixed.jsonl', {
  events: 2500,
  seed: 7,
  shape: 'mixed',
  badLines: 8,
  duplicates: 12,
});

async function load(page, browserName) {
  await open(page);
  await drop(page, browserName, path);
  await settled(page);
}

/** The generator writes a missing workspace as the empty text. */
const workspaces = Object.entries(truth.workspaces).map(([id, count]) => [id === '' ? null : id, count]);
const sorted = (pairs) => [...pairs].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
const named = (list) => list.map(({ name, events }) => [name, events]);

inBoth(
  'generated logs: totals, outcomes, services, workspaces and people are the generator’s',
  async (page, name) => {
    await load(page, name);
    const { records, events, duplicates, bad_lines: problems } = truth.totals;
    assert.ok(duplicates > 0 && problems > 0, 'the fixture has nothing to find');
    assert.deepEqual(await reconciliation(page), {
      records,
      events,
      duplicates,
      problems,
      silver: events,
      gold: events,
      holds: true,
    });
    assert.equal(await figure(page, 'events'), events);
    assert.equal(await figure(page, 'denied'), truth.outcomes.denied);
    assert.equal(await figure(page, 'failures'), truth.outcomes.failure);
    assert.equal(await figure(page, 'services'), Object.keys(truth.services).length);
    assert.equal(
      await figure(page, 'principals'),
      truth.emails.filter((email) => email.name !== null).length,
    );
    assert.deepEqual(sorted(await bars(page, 'outcome')), sorted(Object.entries(truth.outcomes)));
    assert.deepEqual(sorted(await bars(page, 'workspace_id')), sorted(workspaces));
    await expand(page, 'Principal');
    await settled(page);
    const people = await bars(page, 'email');
    assert.equal(people.length, truth.emails.length);
    for (const [email, count] of people) {
      assert.ok(
        named(truth.emails).some((pair) => pair[0] === email && pair[1] === count),
        `${email}: ${count}`,
      );
    }
    await goTo(page, 'Services');
    const listed = await page.$$eval('main tr[data-service]', (rows) =>
      rows.map((row) => [row.dataset.service, Number(row.querySelector('[data-count]').dataset.count)]),
    );
    const expected = Object.entries(truth.services).map(([service, { events: count }]) => [service, count]);
    assert.deepEqual(sorted(listed), sorted(expected));
  },
);

/** The summary's test compares all of them; here they are opened. */
const LARGEST = Object.entries(truth.services)
  .sort(([, a], [, b]) => b.events - a.events)
  .slice(0, 6);

inBoth(
  'generated logs: the largest gold frames have the actions and keys that the generator gave them',
  async (page, name) => {
    await load(page, name);
    for (const [service, { events, actions, keys: filled }] of LARGEST) {
      await page.evaluate((frame) => {
        location.hash = `#/services/${encodeURIComponent(frame)}`;
      }, service);
      await settled(page);
      assert.equal(await figure(page, 'selected'), events, service);
      const counts = Object.entries(actions).map(([action, outcomes]) => [
        action,
        sum(Object.values(outcomes)),
      ]);
      const shown = await bars(page, 'action_name', '[aria-label="Actions"]');
      assert.deepEqual(sorted(shown), sorted(counts), service);
      const fills = Object.entries(await keys(page)).map(([key, [count]]) => [key, count]);
      assert.deepEqual(sorted(fills), sorted(Object.entries(filled)), service);
    }
  },
);

inBoth(
  'generated logs: the analyses of clusters and of logins find what the generator planted',
  async (page, name) => {
    await load(page, name);
    await goTo(page, 'clusters');
    const shown = await clusters(page);
    const { created_by_day: perDay, created_by_job: perJob } = truth.clusters;
    assert.equal(shown.created, sum(Object.values(perDay)));
    assert.deepEqual(shown.perDay, perDay);
    assert.deepEqual(sorted(shown.byCreator), sorted(named(truth.clusters.created_by_creator)));
    assert.deepEqual(
      sorted(shown.perJob.map(({ job, users, created }) => [job, users, created])),
      sorted(Object.entries(perJob).map(([job, { user_ids: users, created }]) => [job, users, created])),
    );
    const never = truth.clusters.all_purpose_without_autotermination;
    assert.ok(never.length > 0, 'the fixture has nothing to find');
    assert.deepEqual(
      sorted(shown.withoutAutotermination.map(([email, cluster]) => [email, cluster])),
      sorted(never.map(({ email, cluster_name: cluster }) => [email, cluster])),
    );

    await goTo(page, 'accounts');
    const byUser = truth.accounts.logins.map(({ user, outcomes }) => [
      user,
      [sum(Object.values(outcomes)), outcomes.denied + outcomes.failure],
    ]);
    assert.deepEqual(await logins(page), Object.fromEntries(byUser));
    assert.equal(await figure(page, 'logins'), sum(byUser.map(([, [all]]) => all)));
    assert.equal(await figure(page, 'failed'), sum(byUser.map(([, [, failed]]) => failed)));
  },
);

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
