import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCase } from '../src/base/case.ts';

test('a case is told from logs, reports and bundles', async () => {
  for (const [text, expected] of [
    ['{\n  "format": "touchstone-case 1",\n  "title": ""\n}\n', true],
    ['{"title": "a", "format":"touchstone-case 2"}', true],
    ['{"format": "touchstone-evidence 1"}', false],
    ['{"serviceName": "jobs", "format": "x"}\n', false],
    ['"format": "touchstone-case 1"', false],
    ['', false],
  ] as const) {
    assert.equal(await isCase(new Blob([text])), expected, text);
  }
});
