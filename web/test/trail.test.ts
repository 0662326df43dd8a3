import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trail } from '../src/base/trail.ts';

/** A trail after visiting these filters in order, starting from none. */
function trailOf(...filters: string[]): Trail {
  const trail = new Trail('');
  for (const filter of filters) trail.record(filter);
  return trail;
}

test('undo goes back to no filter, redo forward again, and neither goes further', () => {
  const trail = trailOf('a', 'a b');
  assert.deepEqual([trail.undo(), trail.undo(), trail.undo()], ['a', '', null]);
  assert.deepEqual([trail.canUndo, trail.canRedo], [false, true]);
  assert.deepEqual([trail.redo(), trail.redo(), trail.redo()], ['a', 'a b', null]);
  assert.deepEqual([trail.canUndo, trail.canRedo, trail.present], [true, false, 'a b']);
});

test('a new filter drops what was undone', () => {
  const trail = trailOf('a', 'b');
  trail.undo();
  trail.record('c');
  assert.equal(trail.redo(), null);
  assert.equal(trail.undo(), 'a');
});

test('the filter that is there is no step', () => {
  const trail = trailOf('a', 'a');
  trail.visit('a');
  assert.deepEqual([trail.undo(), trail.undo()], ['', null]);
});

test('the browser going back and forward is undo and redo; elsewhere it is a step', () => {
  const trail = trailOf('a', 'b');
  trail.visit('a');
  assert.equal(trail.canRedo, true);
  trail.visit('b');
  assert.equal(trail.canRedo, false);
  trail.visit('x');
  assert.deepEqual([trail.undo(), trail.undo()], ['b', 'a']);
});

test('recent filters are listed once, the newest first, without the empty one', () => {
  const trail = trailOf('a', 'b', '', 'a', 'c');
  assert.deepEqual(trail.recent(), ['c', 'a', 'b']);
  trail.undo();
  assert.deepEqual(trail.recent(), ['c', 'a', 'b'], 'what was undone can be recalled');
});

test('a long visit keeps the newest steps', () => {
  const trail = new Trail('');
  for (let at = 0; at < 2000; at += 1) trail.record(`f${at}`);
  let undone = 0;
  while (trail.undo() !== null) undone += 1;
  assert.ok(undone >= 100 && undone < 2000, String(undone));
});
