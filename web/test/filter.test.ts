import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dropChoice,
  type Filter,
  hasChoice,
  isUnfiltered,
  NO_FILTER,
  toggleChoice,
  withTime,
} from '../src/base/filter.ts';

const clusters = { column: 'service_name', value: 'clusters', exclude: false };
const nobody = { column: 'email', value: null, exclude: false };

test('a click filters and another lifts it', () => {
  const one = toggleChoice(NO_FILTER, clusters);
  assert.deepEqual(one.terms, [{ column: 'service_name', values: ['clusters'], exclude: false }]);
  assert.ok(hasChoice(one, clusters));
  assert.ok(isUnfiltered(toggleChoice(one, clusters)));
});

test('values of a column join, columns stay apart', () => {
  const filter = [clusters, { ...clusters, value: 'jobs' }, nobody].reduce(toggleChoice, NO_FILTER);
  assert.deepEqual(filter.terms, [
    { column: 'service_name', values: ['clusters', 'jobs'], exclude: false },
    { column: 'email', values: [null], exclude: false },
  ]);
  assert.deepEqual(dropChoice(filter, clusters).terms[0]?.values, ['jobs']);
});

test('excluding what is chosen turns it round', () => {
  const filter = toggleChoice(toggleChoice(NO_FILTER, clusters), { ...clusters, exclude: true });
  assert.deepEqual(filter.terms, [{ column: 'service_name', values: ['clusters'], exclude: true }]);
});

test('the absent value is not the empty text', () => {
  const filter = toggleChoice(NO_FILTER, nobody);
  assert.ok(!hasChoice(filter, { ...nobody, value: '' }));
  assert.equal(dropChoice(filter, { ...nobody, value: '' }).terms.length, 1);
});

test('a range of time that holds nothing is none', () => {
  const filter: Filter = withTime(NO_FILTER, { fromMs: 5, untilMs: 5 });
  assert.equal(filter.time, null);
});
