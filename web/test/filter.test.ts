import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf, complete } from '../src/base/filter.ts';

test('Alt excludes, Shift adds, and Alt wins', () => {
  const cases: [altKey: boolean, shiftKey: boolean, choice: string][] = [
    [false, false, 'only'],
    [false, true, 'also'],
    [true, false, 'without'],
    [true, true, 'without'],
  ];
  for (const [altKey, shiftKey, choice] of cases) assert.equal(choiceOf({ altKey, shiftKey }), choice);
});

test('a candidate takes the place of what it completes', () => {
  assert.deepEqual(complete('ser', 'service:', 0, 3), { text: 'service:', cursor: 8 });
  assert.deepEqual(complete('-us:x ip:1', 'user:', 1, 4), { text: '-user:x ip:1', cursor: 6 });
  // Positions are UTF-16 units.
  assert.deepEqual(complete('🔒 ac', 'action:', 3, 5), { text: '🔒 action:', cursor: 10 });
  assert.deepEqual(complete('', 'time:', 0, 0), { text: 'time:', cursor: 5 });
});
