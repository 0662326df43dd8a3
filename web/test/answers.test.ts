import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../src/engine/core.ts';
import type { Question } from '../src/engine/generated.ts';
import type { FromWorker } from '../src/engine/protocol.ts';

/** Messages sent by the worker, and the globals of its script. */
const sent: FromWorker[] = [];
Object.assign(globalThis, {
  self: { postMessage: (message: FromWorker) => sent.push(message) },
  wasm_bindgen: {},
});
const { Answers } = await import('../src/worker/answers.ts');

/** The worker's clock. */
let now = 0;
performance.now = () => now;

/** An engine whose evaluations take some steps of some milliseconds; the filter `bad` is invalid. */
function engineOf(steps: number, stepMs: number): Engine {
  const done = new Map<string, number>();
  return {
    evaluate(filter: string) {
      if (filter === 'bad') throw new Error('it is no filter');
      const step = Math.min((done.get(filter) ?? 0) + 1, steps);
      done.set(filter, step);
      now += stepMs;
      return { done: step, of: steps };
    },
    ask: ({ ask }: Question) => ({ ask }),
  } as unknown as Engine;
}

function rows(filter: string): Question {
  return { ask: 'rows', table: { service: null, filter, columns: [], sort: [] }, start: 0, count: 1 };
}

/** Messages since the last call, as `type id`. */
function since(): string[] {
  return sent.splice(0).map((message) => ('id' in message ? `${message.type} ${message.id}` : message.type));
}

function finish(answers: InstanceType<typeof Answers>): number {
  let turns = 0;
  for (; answers.waiting; turns += 1) answers.workSome();
  return turns;
}

test('what takes a step, and what has no filter, is answered at once', () => {
  const answers = new Answers(engineOf(1, 5));
  answers.add(1, rows('x'), false);
  answers.add(2, { ask: 'contents' }, false);
  answers.add(3, rows(''), false);
  assert.deepEqual(since(), ['answered 1', 'answered 2', 'answered 3']);
  assert.equal(answers.waiting, false);
});

test('a filter is evaluated a step a turn, and told once it lasts', () => {
  const answers = new Answers(engineOf(40, 8));
  answers.add(1, rows('x'), false);
  // A question without a filter does not wait.
  answers.add(2, { ask: 'parse', text: 'x' }, false);
  assert.deepEqual(since(), ['answered 2']);
  const turns = finish(answers);
  assert.equal(turns, 39);
  const messages = since();
  assert.equal(messages.at(-1), 'answered 1');
  const tellings = messages.slice(0, -1);
  assert.ok(tellings.length >= 3 && tellings.length <= 5, `${tellings.length} tellings in 320 ms`);
  assert.ok(tellings.every((one) => one === 'evaluating 1'));
});

test('what is over within a moment is not told', () => {
  const answers = new Answers(engineOf(10, 8));
  answers.add(1, rows('x'), false);
  finish(answers);
  assert.deepEqual(since(), ['answered 1']);
});

test('a newer question ends one that lasts, and no other', () => {
  const answers = new Answers(engineOf(100, 8));
  answers.add(1, rows('x'), false);
  answers.overtake(1);
  assert.deepEqual(since(), [], 'it may be over soon');
  for (let turn = 0; turn < 20; turn += 1) answers.workSome();
  since();
  answers.overtake(7);
  answers.overtake(1);
  assert.deepEqual(since(), ['overtaken 1']);
  assert.equal(answers.waiting, false);
});

test('while more is read nothing is left for later', () => {
  const answers = new Answers(engineOf(40, 8));
  answers.add(1, rows('x'), true);
  assert.equal(since().at(-1), 'answered 1');
});

test('what is no filter is refused', () => {
  const answers = new Answers(engineOf(1, 1));
  answers.add(1, rows('bad'), false);
  assert.deepEqual(since(), ['refused 1']);
});
