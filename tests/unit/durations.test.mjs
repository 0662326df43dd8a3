// The list of the slowest tests: the reporter's output, sorted.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import durations, { slowest } from '../../scripts/durations.mjs';

test('the slowest tests of all files come first, and what was skipped or only groups others is left out', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-test-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const ended = (type, name, duration_ms, more = {}) => ({
    type,
    data: { name, file: '/a/b.test.mjs', details: { duration_ms, ...more.details }, skip: more.skip },
  });
  const events = [
    ended('test:pass', 'short', 20),
    ended('test:fail', 'long\nname', 61_234),
    ended('test:pass', 'a group', 90_000, { details: { type: 'suite' } }),
    ended('test:pass', 'skipped', 90_000, { skip: 'why' }),
    { type: 'test:diagnostic', data: {} },
  ];
  const lines = [];
  for await (const line of durations(events)) lines.push(line);
  const path = join(folder, 'some');
  writeFileSync(path, lines.join(''));
  const other = join(folder, 'other');
  writeFileSync(other, '500\tc.test.mjs: middle\n');
  assert.deepEqual(slowest([path, other, join(folder, 'none')], 2), [
    '   61.2 s  b.test.mjs: long name',
    '    0.5 s  c.test.mjs: middle',
  ]);
});
