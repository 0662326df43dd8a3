import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ahead } from '../src/base/ahead.ts';

/** The key under which a question is looked up. */
const key = (question: unknown): string => JSON.stringify(question);

/** Questions that are answered on command: with their own text, or with an error. */
function engine(patienceMs = 10_000) {
  const open = new Map<string, { answer(): void; fail(): void }>();
  const asked: string[] = [];
  const ahead = new Ahead<string, string>((slot, question) => {
    asked.push(`${slot}: ${question}`);
    return new Promise((resolve, reject) => {
      open.set(slot, {
        answer: () => resolve(`answer to ${question}`),
        fail: () => reject(new Error(`${question} failed`)),
      });
    });
  }, patienceMs);
  return {
    ahead,
    asked,
    answer: (slot: string) => open.get(slot)?.answer(),
    fail: (slot: string) => open.get(slot)?.fail(),
  };
}

test('a change waits for all answers and what else it needs', async () => {
  const { ahead, asked, answer } = engine();
  let settled = false;
  let other = (): void => {};
  const needed = new Promise<void>((resolve) => {
    other = resolve;
  });
  const prepared = ahead
    .prepare(
      [
        ['figures', 'a'],
        ['rows', 'b'],
      ],
      1,
      needed,
    )
    .then(() => {
      settled = true;
    });
  assert.deepEqual(asked, ['figures: a', 'rows: b']);
  for (const step of [() => answer('figures'), () => answer('rows')]) {
    step();
    await new Promise(setImmediate);
    assert.equal(settled, false);
  }
  other();
  await prepared;
  assert.equal(ahead.find('figures', key('a'), 1)?.answer, 'answer to a');
  assert.equal(ahead.find('rows', key('b'), 1)?.answer, 'answer to b');
});

test('an answer serves its own question, about the same data, once', async () => {
  const { ahead, answer } = engine();
  const prepared = ahead.prepare([['figures', 'a']], 1);
  answer('figures');
  await prepared;
  for (const [slot, question, at] of [
    ['rows', 'a', 1],
    ['figures', 'b', 1],
    ['figures', 'a', 2],
  ] as const)
    assert.equal(ahead.find(slot, key(question), at), null, `${slot} ${question} ${at}`);
  assert.equal(ahead.find('figures', null, 1), null);
  ahead.use('figures');
  assert.equal(ahead.find('figures', key('a'), 1), null);
});

test('a slow answer does not hold a change up, and arrives where it was asked for', async () => {
  const { ahead, asked, answer } = engine(1);
  await ahead.prepare([['figures', 'a']], 1);
  const found = ahead.find('figures', key('a'), 1);
  assert.equal(found?.answer, null);
  answer('figures');
  assert.equal(await found?.asked, 'answer to a');
  assert.equal(asked.length, 1);
});

test('a failure holds nothing up, and its error is there for who shows it', async () => {
  const { ahead, fail } = engine();
  const prepared = ahead.prepare([['figures', 'a']], 1);
  fail('figures');
  await prepared;
  const found = ahead.find('figures', key('a'), 1);
  assert.equal(found?.answer, null);
  await assert.rejects(found?.asked ?? Promise.resolve(), /a failed/);
});

test('what a change did not bring is forgotten, and nothing of the next', async () => {
  const { ahead, answer } = engine();
  const first = ahead.prepare([['figures', 'a']], 1);
  answer('figures');
  const forget = await first;
  assert.notEqual(ahead.find('figures', key('a'), 1), null);
  const second = ahead.prepare([['rows', 'b']], 1);
  answer('rows');
  await second;
  forget();
  assert.equal(ahead.find('figures', key('a'), 1), null);
  assert.equal(ahead.find('rows', key('b'), 1)?.answer, 'answer to b');
});

test('the next change takes the place of the last', async () => {
  const { ahead, answer } = engine();
  const first = ahead.prepare([['figures', 'a']], 1);
  answer('figures');
  await first;
  const second = ahead.prepare([['figures', 'b']], 1);
  answer('figures');
  await second;
  assert.equal(ahead.find('figures', key('a'), 1), null);
  assert.equal(ahead.find('figures', key('b'), 1)?.answer, 'answer to b');
});
