import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Known, stepsFor } from '../src/base/next.ts';

const known: Known = {
  conflicts: 0,
  problems: 0,
  events: 100,
  principals: 1,
  notable: 0,
  findings: 0,
  examples: [],
};
const denied = { filter: 'outcome:denied', meaning: 'requests that were denied', events: 5 };

test('the next steps are three, the most urgent first, and only those that lead somewhere', () => {
  const cases: [Partial<Known>, string[]][] = [
    [{}, ['See what happened over time']],
    [{ principals: 7 }, ['Go through 7 principals', 'See what happened over time']],
    [
      { principals: 7, examples: [denied], notable: 2, findings: 9 },
      [
        'Read 2 findings of medium severity or above',
        'Look at the 5 requests that were denied',
        'Go through 7 principals',
      ],
    ],
    [
      { conflicts: 1, problems: 101, notable: 1, findings: 1, principals: 2 },
      [
        'Compare 1 record that differs under one id',
        'Read 1 finding of medium severity or above',
        'See why 101 records could not be read',
      ],
    ],
    [{ examples: [{ ...denied, meaning: 'one service' }] }, ['See what happened over time']],
  ];
  for (const [part, titles] of cases)
    assert.deepEqual(
      stepsFor({ ...known, ...part }).map(({ title }) => title),
      titles,
    );
});
