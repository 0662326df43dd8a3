import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basisOf, filesOf } from '../src/base/basis.ts';

const A = 'a'.repeat(64);
const B = `${'0'.repeat(63)}1`;

test('a basis tells files by their contents, whatever their order', () => {
  assert.equal(basisOf([A, B]), basisOf([B, A]));
  assert.notEqual(basisOf([A, B]), basisOf([A, A]));
  assert.notEqual(basisOf([A]), basisOf([A, `${'0'.repeat(64)}`]));
  assert.equal(basisOf([B]), '1.1');
  assert.equal(basisOf(['f'.repeat(64)]), '1.3w5e11264sgsf');
  for (const unknown of [[], [A, null]]) assert.equal(basisOf(unknown), null);
});

test('what is no basis is none', () => {
  assert.equal(filesOf(basisOf([A, B]) ?? ''), 2);
  for (const text of ['', '2', '2.', '.1', '2.A', '-1.a', '2.aaaaaaaaaaaaaa', '2.a\n'])
    assert.equal(filesOf(text), null);
});
