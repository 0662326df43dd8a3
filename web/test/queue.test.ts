import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../src/engine/core.ts';
import type { Input, Progress } from '../src/engine/generated.ts';
import { Queue } from '../src/worker/queue.ts';

/** An engine that is asked for its inputs alone. */
function engineOf(inputs: [string, Input['state']][]): Engine {
  return { ask: () => ({ inputs: inputs.map(([path, state]) => ({ path, state })) }) } as unknown as Engine;
}

const done = (inputsDone: number): Progress => ({ inputsDone }) as Progress;

test('the input of the next step is known, files that are none left out', () => {
  const queue = new Queue(
    engineOf([
      ['table/_delta_log', 'failed'],
      ['a.json', 'waiting'],
      ['b.json', 'waiting'],
    ]),
  );
  assert.equal(queue.head, null, 'the first step sorts files into inputs');
  queue.follow(done(1));
  assert.equal(queue.head, 'a.json');
  queue.follow(done(1));
  assert.equal(queue.head, 'a.json');
  queue.follow(done(2));
  assert.equal(queue.head, 'b.json');
  queue.follow(done(3));
  assert.equal(queue.head, null);
});

test('files that are given while others are read come behind them', () => {
  const inputs: [string, Input['state']][] = [['a.json', 'waiting']];
  const queue = new Queue(engineOf(inputs));
  queue.follow(done(0));
  inputs[0] = ['a.json', 'reading'];
  inputs.push(['b.json', 'waiting']);
  queue.reset();
  assert.equal(queue.head, null);
  queue.follow(done(0));
  assert.equal(queue.head, 'a.json');
  queue.follow(done(1));
  assert.equal(queue.head, 'b.json');
});
