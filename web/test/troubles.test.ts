import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Input, Problem } from '../src/engine/generated.ts';
import { findTroubles } from '../src/engine/troubles.ts';

function input(index: number, members: Partial<Input>): Input {
  return {
    index,
    path: `${index}.json`,
    bytes: 100,
    bytesRead: 100,
    sha256: null,
    container: 'json',
    formats: {},
    wrappers: {},
    records: 0,
    events: 0,
    duplicates: 0,
    problems: 0,
    warnings: 0,
    conflicts: 0,
    state: 'complete',
    ...members,
  };
}

function problem(of: number, kind: string, message: string, part: string | null = null): Problem {
  return { input: of, path: `${of}.json`, record: 1, part, offset: 0, length: 0, kind, message };
}

const log = { records: 5, events: 5 };
const useless = { records: 1, problems: 1 };

test('an input that gave nothing is named with its cause', () => {
  const found = findTroubles(
    [
      input(0, log),
      input(1, { ...useless, bytes: 0 }),
      input(2, { ...useless, state: 'failed' }),
      input(3, { records: 2, problems: 2 }),
      input(4, { records: 2, events: 1, duplicates: 0, problems: 1 }),
    ],
    [
      problem(1, 'empty_input', 'the file is empty'),
      problem(2, 'unsupported_container', 'bzip2 is not read'),
      problem(3, 'invalid_json', 'no JSON', 'a/b.json'),
      problem(3, 'invalid_json', 'no JSON either'),
      problem(4, 'invalid_json', 'one bad line'),
    ],
    0,
  );
  assert.deepEqual(found, [
    {
      path: '1.json',
      message: 'is empty (0 bytes).',
      advice: 'Ask for the file again, and compare its size.',
    },
    {
      path: '2.json',
      message: 'could not be read: bzip2 is not read.',
      advice: 'Unpack it, and drop what is in it.',
    },
    {
      path: '3.json',
      message: 'holds no audit record that could be read (2 problems): a/b.json: no JSON.',
      advice: 'Was the file cut or edited? Get it again from where it came from.',
    },
  ]);
});

test('an input that ends too early says so by what ended it, not by a bad line before', () => {
  const found = findTroubles(
    [input(0, { records: 9, events: 7, problems: 2, state: 'failed' })],
    [problem(0, 'invalid_json', 'one bad line'), problem(0, 'corrupt_container', 'gzip ends too early')],
    0,
  );
  assert.deepEqual(found, [
    {
      path: '0.json',
      message: 'could not be read to its end: gzip ends too early.',
      advice: 'Copy or download the file again, and compare its size and hash with the original.',
    },
  ]);
});

test('sound inputs without records are no trouble beside others, and are where a drop holds nothing else', () => {
  const empty = { path: '1.json', message: 'is sound but holds no record.' };
  assert.deepEqual(findTroubles([input(0, log), input(1, {})], [], 0), []);
  assert.deepEqual(findTroubles([input(0, log), input(1, {})], [], 1), [empty]);
  assert.deepEqual(findTroubles([input(0, {}), input(1, {})], [], 1), [empty]);
});

test('a table’s file that is missing has no bytes, and is not called empty', () => {
  const missing = input(0, { ...useless, bytes: 0, state: 'failed', container: 'delta' });
  assert.deepEqual(findTroubles([missing], [problem(0, 'missing_file', 'it was not given')], 0), [
    {
      path: '0.json',
      message: 'could not be read: it was not given.',
      advice: 'Drop the whole folder of the table, its log included.',
    },
  ]);
});
