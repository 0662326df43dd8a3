// Immuta's records on the page: under the names of its schema, and the records of one query as that query.

import assert from 'node:assert/strict';
import { inBoth } from './support/browsers.mjs';
import { chooseFiles } from './support/give.mjs';
import { figure, open, settled } from './support/page.mjs';
import { place } from './support/work.mjs';

const TEXT = 'df = spark.table("a")\n\n  df.limit(1)\n';

/** A record of a query over one data source. */
function record(id, queryId, source, status, reason = null) {
  return {
    action: 'QUERY',
    actor: { type: 'USER_ACTOR', id: 'robin@corp.example', name: 'Robin', identityProvider: 'bim' },
    sessionId: 's',
    actionStatus: status,
    actionStatusReason: reason,
    eventTimestamp: '2024-06-27T11:03:59.000Z',
    id,
    customerId: 'c',
    targetType: 'DATASOURCE',
    targets: [{ id: '4', name: source, technology: 'DATABRICKS' }],
    auditPayload: {
      type: 'QueryAuditPayload',
      queryId,
      query: 'Project [a]\n+- Relation[b] parquet\n',
      accessControls: {
        entitlements: { project: 'Fraud', groups: ['analysts'], attributes: [], impersonatedUsers: ['lou'] },
        policySet: [
          { type: 'SUBSCRIPTION', global: true, subscriptionPolicyType: 'MANUAL', ruleAppliedForUser: false },
          { type: 'DATA', rationale: '<b>mask</b> the name', ruleAppliedForUser: true },
        ],
      },
      technologyContext: { type: 'DatabricksContext', queryLanguage: 'python', queryText: TEXT },
    },
    receivedTimestamp: '2024-06-27T15:18:22.314Z',
  };
}

const RECORDS = [
  record('1', 'q-1', 'Movies', 'SUCCESS'),
  record('2', 'q-2', 'Actors', 'SUCCESS'),
  record('3', 'q-1', 'Directors', 'UNAUTHORIZED', 'Not subscribed'),
];

/** The fields of a section of the drawer, by name. */
function section(page, title) {
  return page.$$eval(`.drawer [aria-label="${title}"] [data-field]`, (fields) =>
    Object.fromEntries(
      fields.map((field) => [field.dataset.field, field.querySelector('.field-value').innerText.trim()]),
    ),
  );
}

inBoth('a record of Immuta is shown under its schema’s names, with its query', async (page) => {
  await open(page, '#/events?event=2');
  await chooseFiles(page, place('immuta.json', `${RECORDS.map((one) => JSON.stringify(one)).join('\n')}\n`));
  await settled(page);

  const shown = await section(page, 'Immuta record');
  assert.equal(shown.actionStatus, 'UNAUTHORIZED');
  assert.equal(shown.actionStatusReason, 'Not subscribed');
  assert.equal(shown['auditPayload.queryId'], 'q-1');
  assert.equal(shown['auditPayload.technologyContext.queryLanguage'], 'python');
  const lines = await page.$$eval(
    '.drawer [data-field="auditPayload.technologyContext.queryText"] .code-lines > div',
    (found) => found.map((line) => line.textContent),
  );
  assert.deepEqual(lines, ['df = spark.table("a")', '', '  df.limit(1)']);
  const entitlements = await section(page, 'User entitlements');
  assert.deepEqual(entitlements, {
    project: 'Fraud',
    attributes: '[]',
    groups: '["analysts"]',
    impersonatedUsers: '["lou"]',
  });
  assert.deepEqual(await section(page, 'Policy 1 of 2'), {
    type: 'SUBSCRIPTION',
    subscriptionPolicyType: 'MANUAL',
    ruleAppliedForUser: 'false',
    global: 'true',
  });
  assert.equal((await section(page, 'Policy 2 of 2')).rationale, '<b>mask</b> the name');

  const records = () =>
    page.$$eval('.drawer .query-records > li', (items) => items.map((item) => item.innerText.trim()));
  assert.deepEqual(await records(), ['Movies success', 'Directors denied Not subscribed']);
  await page.click('.drawer .query-records > li:first-child button');
  await settled(page);
  assert.equal((await section(page, 'Immuta record')).id, '1');
  assert.deepEqual(await records(), ['Movies success', 'Directors denied Not subscribed']);
  await page.click('.drawer [aria-label="Query"] > button');
  await settled(page);
  assert.equal(await figure(page, 'rows'), 2);
});
