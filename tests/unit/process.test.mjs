// Commands in the background: one after another, their output kept, ended with what they started.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../scripts/process.mjs';

const NODE = process.execPath;

test('commands in the background run until one fails, and what they print is kept', async () => {
  const prints = (text, status) => [NODE, '-e', `console.log('${text}'); process.exitCode = ${status}`];
  for (const [statuses, ok, printed] of [
    [[0, 0], true, 'one\ntwo\n'],
    [[1, 0], false, 'one\n'],
  ]) {
    const [first, second] = statuses;
    const { done } = start([prints('one', first), prints('two', second)], process.env, false);
    const { output, ...rest } = await done;
    assert.deepEqual([rest.ok, output.toString()], [ok, printed]);
  }
  const { ok, output } = await start([['/no/such/program']], process.env, false).done;
  assert.equal(ok, false);
  assert.match(output.toString(), /^\/no\/such\/program: .*ENOENT/);
});

test('what is stopped ends with what it started, and nothing follows', async () => {
  const sleeps = `require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' })`;
  const { done, stop } = start(
    [
      [NODE, '-e', sleeps],
      [NODE, '-v'],
    ],
    process.env,
    false,
  );
  setTimeout(stop, 500);
  const { ok, output, seconds } = await done;
  assert.deepEqual([ok, output.toString()], [false, '']);
  assert.ok(seconds < 30);
  stop();
});
