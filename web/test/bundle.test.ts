import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBundle } from '../src/base/bundle.ts';

const START = 'PK\u0003\u0004…manifest.json{\n  "format": "touchstone-evidence 1",';
const END = 'PK\u0001\u0002…manifest.json.sha256PK\u0005\u0006';
const MIDDLE = 'x'.repeat(10_000);

test('a bundle is recognised by its start or its end, and nothing else is one', async () => {
  for (const [text, expected] of [
    [START + MIDDLE + END, true],
    [START + MIDDLE, true],
    [`PK${MIDDLE}${END}`, true],
    [START, true],
    [`PK${MIDDLE}`, false],
    [MIDDLE + END, false],
    [`PK${MIDDLE}${END}${MIDDLE}`, false],
    ['{"format": "touchstone-evidence 1"}', false],
    ['', false],
  ] as const) {
    assert.equal(await isBundle(new Blob([text])), expected, text.slice(0, 40));
  }
});

test('a file that cannot be read is no bundle', async () => {
  const broken = { size: 9, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) };
  assert.equal(await isBundle(broken as unknown as Blob), false);
});
