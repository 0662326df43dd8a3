import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lanes, Superseded } from '../src/base/latest.ts';

/** A task that ends on command. */
function task(name: string, log: string[]): { run: () => Promise<string>; end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
    end: () => end(),
  };
}

test('of those that wait in a slot only the last is run', async () => {
  const lanes = new Lanes();
  const log: string[] = [];
  const [a, b, c] = [task('a', log), task('b', log), task('c', log)];
  const first = lanes.run('view', a.run);
  const second = lanes.run('view', b.run);
  const third = lanes.run('view', c.run);
  await assert.rejects(second, Superseded);
  a.end();
  c.end();
  assert.deepEqual([await first, await third], ['a', 'c']);
  assert.deepEqual(log, ['a', 'c']);
});

test('slots do not wait for each other, and a failure frees its own', async () => {
  const lanes = new Lanes();
  const log: string[] = [];
  const slow = task('slow', log);
  const held = lanes.run('x', slow.run);
  assert.equal(await lanes.run('y', async () => 'other'), 'other');
  slow.end();
  await held;
  await assert.rejects(
    lanes.run('x', () => Promise.reject(new Error('refused'))),
    /refused/,
  );
  assert.equal(await lanes.run('x', async () => 'again'), 'again');
});

test('a forgotten slot drops what waits', async () => {
  const lanes = new Lanes();
  const slow = task('slow', []);
  const held = lanes.run('x', slow.run);
  const waiting = lanes.run('x', async () => 'never');
  lanes.forget('x');
  await assert.rejects(waiting, Superseded);
  slow.end();
  assert.equal(await held, 'slow');
});
