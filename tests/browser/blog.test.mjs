// The blog's real data set, dropped on the built file: every figure of the blog that the page shows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clusters, expand, keys } from './support/analyses.mjs';
import { inBoth } from './support/browsers.mjs';
import { BLOG, withoutBlog } from './support/fixtures.mjs';
import { drop } from './support/give.mjs';
import { bars, figure, goTo, gridRows, open, reconciliation, settled, strip } from './support/page.mjs';

if (withoutBlog) test('the real set of the blog', { skip: withoutBlog });
else blog(JSON.parse(readFileSync(BLOG.expected, 'utf8')));

function blog(expected) {
  const load = async (page, browserName) => {
    await open(page);
    await drop(page, browserName, BLOG.path);
    await settled(page);
  };
  const entries = (object) =>
    Object.entries(object).map(([name, count]) => [name === 'null' ? null : name, count]);
  const sorted = (pairs) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

  inBoth('the blog’s set: every record is an event, and nothing is lost', async (page, browserName) => {
    await load(page, browserName);
    const { records } = expected;
    assert.deepEqual(await reconciliation(page), {
      records,
      events: records,
      duplicates: 0,
      problems: 0,
      silver: records,
      gold: records,
      holds: true,
    });
    assert.equal(await figure(page, 'events'), records);
    assert.deepEqual(await bars(page, 'service_name'), entries(expected.services));
    await expand(page, 'Action');
    await expand(page, 'Principal');
    await settled(page);
    assert.deepEqual(sorted(await bars(page, 'email')), sorted(entries(expected.emails)));
    await expand(page, 'Action');
    await settled(page);
    assert.deepEqual(sorted(await bars(page, 'action_name')), sorted(entries(expected.actions)));

    // The first and last event in order of time.
    await goTo(page, 'Events');
    const [first] = await gridRows(page, 'Events');
    assert.match(first.cells[0], shownTime(expected.min_ts));
    await page.focus('[role="gridcell"][data-active]');
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
    await settled(page);
    const last = (await gridRows(page, 'Events')).at(-1);
    assert.equal(last.index, expected.records);
    assert.equal(await strip(page, 'silver'), last.index);
    await page.keyboard.press('Home');
    await settled(page);
    assert.match((await gridRows(page, 'Events')).at(-1).cells[0], shownTime(expected.max_ts));
  });

  inBoth(
    'the blog’s set: clusters, their creators, their job, and those that never stop',
    async (page, name) => {
      await load(page, name);
      await goTo(page, 'clusters');
      assert.equal(await figure(page, 'selected'), expected.records);
      assert.equal(await figure(page, 'keys'), expected.gold_clusters_key_count);
      assert.deepEqual(
        Object.keys(await keys(page)).sort(),
        [...expected.gold_clusters_requestParams_keys].sort(),
      );
      const shown = await clusters(page);
      assert.equal(shown.created, 714);
      assert.deepEqual(shown.perDay, expected['clusters_created_by_day*']);
      assert.deepEqual(shown.byCreator, entries(expected['cluster_creator_of_create*']));
      const job = { job: '31303', users: [expected['job_owner_user_id*']], created: 709 };
      assert.deepEqual(shown.perJob, [job]);
      assert.deepEqual(
        shown.withoutAutotermination.map(String).sort(),
        expected.all_purpose_without_autotermination.map(String).sort(),
      );

      await page.evaluate(() => {
        location.hash =
          '#/services/clusters?is.action_name=create&is.requestParams.autotermination_minutes=0';
      });
      await settled(page);
      const { JOB_LAUNCHER, 'null (all-purpose)*': people } = expected.create_with_autotermination_0;
      assert.deepEqual((await clusters(page)).byCreator, [
        ['JOB_LAUNCHER', JOB_LAUNCHER],
        [null, people],
      ]);
    },
  );
}

/** A time as a table may write it, with or without the letters of ISO. */
function shownTime(ms) {
  const [date, time] = new Date(ms).toISOString().replace('Z', '').split('T');
  return new RegExp(`^${date}[T ]${time}( UTC|Z)?$`);
}
