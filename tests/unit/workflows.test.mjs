// The workflows parse, request no permission by default, and publish nothing unchecked.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../../scripts/setup/machine.mjs';

const FOLDER = join(root, '.github/workflows');
const names = readdirSync(FOLDER).sort();
const workflows = new Map(
  names.map((name) => [name, parse(readFileSync(join(FOLDER, name), 'utf8'), { uniqueKeys: true })]),
);
const jobsOf = (workflow) => Object.entries(workflow.jobs);
const stepsOf = (workflow) => jobsOf(workflow).flatMap(([, job]) => job.steps ?? []);

/** The jobs that must pass before a job, directly or indirectly. */
function before(workflow, name) {
  const needs = [workflow.jobs[name].needs ?? []].flat();
  return new Set(needs.flatMap((need) => [need, ...before(workflow, need)]));
}

for (const [name, workflow] of workflows) {
  test(`${name} may only read unless a job says otherwise`, () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' });
  });

  test(`${name} needs jobs that are there, bounds their time and names a version of each action`, () => {
    for (const [job, { needs, uses, 'timeout-minutes': minutes }] of jobsOf(workflow)) {
      for (const need of [needs ?? []].flat()) assert.ok(need in workflow.jobs, `${job} needs ${need}`);
      assert.ok(uses !== undefined || minutes > 0, `${job} has no time limit`);
    }
    for (const { uses } of stepsOf(workflow)) {
      if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
    }
  });

  test(`${name} gives rights to write only to jobs behind every check`, () => {
    for (const [job, { permissions = {} }] of jobsOf(workflow)) {
      if (!Object.values(permissions).includes('write')) continue;
      const checks = [...before(workflow, job)].map((need) => workflow.jobs[need].uses);
      assert.ok(checks.includes('./.github/workflows/checks.yml'), `${job} does not need the checks`);
    }
  });
}

test('every check but the fuzzing is in the workflow that the others need', () => {
  const checks = workflows.get('checks.yml');
  assert.deepEqual(Object.keys(checks.jobs).sort(), ['deny', 'native', 'page', 'test']);
  const commands = stepsOf(checks).map(({ run }) => run ?? '');
  for (const wanted of [
    'npm test',
    'npm test -- browser',
    'cargo deny check advisories bans licenses sources',
  ]) {
    assert.ok(commands.includes(wanted), wanted);
  }
});

test('what Pages publishes is the artifact of the checks, and is not built again', () => {
  const { steps } = workflows.get('ci.yml').jobs.deploy;
  const downloads = steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact@'));
  assert.deepEqual(
    downloads.map((step) => step.with.name),
    ['page'],
  );
  assert.ok(!steps.some(({ run }) => /npm|cargo/.test(run ?? '')));
});

test('every fuzz target is fuzzed each night', () => {
  const targets = readdirSync(join(root, 'fuzz/targets')).map((file) => file.replace(/\.rs$/, ''));
  assert.deepEqual(workflows.get('fuzz.yml').jobs.fuzz.strategy.matrix.target, targets.sort());
});
