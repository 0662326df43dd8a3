import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Entry,
  entryTree,
  gather,
  type Handle,
  handleTree,
  isRules,
  walk as walkTrees,
} from '../src/base/folder.ts';

const walk = (entries: Entry[]): ReturnType<typeof walkTrees> => walkTrees(entries.map(entryTree));

function file(name: string): Entry {
  return { isFile: true, isDirectory: false, name, file: (found) => found(new File(['x'], name)) };
}

/** A folder whose reader returns 100 entries at a time, as in Chromium. */
function folder(name: string, children: Entry[]): Entry {
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader() {
      let at = 0;
      return {
        readEntries(found) {
          const batch = children.slice(at, at + 100);
          at += batch.length;
          setTimeout(() => found(batch), 0);
        },
      };
    },
  };
}

test('a folder of 250 files is read to its end, in the order of the paths', async () => {
  const names = Array.from({ length: 250 }, (_, at) => `part-${String(249 - at).padStart(3, '0')}.json`);
  const { files, skipped } = await walk([folder('logs', names.map(file))]);
  assert.equal(files.length, 250);
  assert.deepEqual(skipped, []);
  assert.equal(files[0]?.path, 'logs/part-000.json');
  assert.equal(files[249]?.path, 'logs/part-249.json');
});

test('paths are relative to what was dropped', async () => {
  const day = folder('date=2019-12-28', [file('a.json'), folder('hour=1', [file('b.json')])]);
  const { files } = await walk([folder('logs', [day]), file('c.json')]);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['c.json', 'logs/date=2019-12-28/a.json', 'logs/date=2019-12-28/hour=1/b.json'],
  );
});

test('what lies beside data is given too: the core decides what is an input', async () => {
  const { files, skipped } = await walk([
    folder('t', [file('_SUCCESS'), file('part-0.json'), folder('_delta_log', [file('000.json')])]),
  ]);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['t/_SUCCESS', 't/_delta_log/000.json', 't/part-0.json'],
  );
  assert.deepEqual(skipped, []);
});

test('a folder without a file is named', async () => {
  const { files, skipped } = await walk([folder('empty', [])]);
  assert.deepEqual(files, []);
  assert.deepEqual(skipped, [{ path: 'empty/', reason: 'folder without a file' }]);
});

test('what cannot be opened does not stop the rest', async () => {
  const broken: Entry = {
    isFile: true,
    isDirectory: false,
    name: 'b.json',
    file: (_found, failed) => failed(new Error('permission denied')),
  };
  const { files, skipped } = await walk([
    folder('x', [broken, file('c.json')]),
    { isFile: false, isDirectory: false, name: 'odd' },
  ]);
  assert.equal(files.length, 1);
  assert.deepEqual(skipped, [
    { path: 'odd', reason: 'cannot be opened: neither a file nor a folder' },
    { path: 'x/b.json', reason: 'cannot be opened: permission denied' },
  ]);
});

test('a folder nested 20,000 deep does not exhaust the stack', async () => {
  let deep: Entry = file('end.json');
  for (let level = 0; level < 20_000; level += 1) deep = { ...folder('d', []), createReader: once(deep) };
  const { files } = await walk([deep]);
  assert.equal(files.length, 1);
});

function once(child: Entry): NonNullable<Entry['createReader']> {
  return () => {
    let batches = [[child]];
    return {
      readEntries(found) {
        found(batches.shift() ?? []);
        batches = batches.slice();
      },
    };
  };
}

test('files chosen by a dialogue are sorted by path, as the code units go', () => {
  const names = ['z/b.json', 'a.json', 'a/b.json', 'B.json', '\u{fb01}.json', '\u{1f600}.json'];
  const { files } = gather(names.map((path) => ({ path, file: new File([], path) })));
  assert.deepEqual(
    files.map(({ path }) => path),
    ['B.json', 'a.json', 'a/b.json', 'z/b.json', '\u{1f600}.json', '\u{fb01}.json'],
  );
});

/** A folder handle, as in Chromium. */
function handle(name: string, children: Handle[]): Handle {
  return {
    kind: 'directory',
    name,
    async *values() {
      yield* children;
    },
  };
}

test('handles are walked as entries are', async () => {
  const part: Handle = { kind: 'file', name: 'part.json', getFile: async () => new File(['x'], 'part.json') };
  const gone: Handle = {
    kind: 'file',
    name: 'gone.json',
    getFile: () => Promise.reject(new Error('not found')),
  };
  const { files, skipped } = await walkTrees([
    handleTree(handle('logs', [handle('day=1', [part, gone]), handle('day=2', [])])),
  ]);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['logs/day=1/part.json'],
  );
  assert.deepEqual(skipped, [
    { path: 'logs/day=1/gone.json', reason: 'cannot be opened: not found' },
    { path: 'logs/day=2/', reason: 'folder without a file' },
  ]);
});

test('rules are told by their names', () => {
  const names = ['own.yml', 'a/b/Own.YAML', 'yml', 'a.yml/log.json', 'a.yml.gz', 'log.json'];
  assert.deepEqual(names.filter(isRules), ['own.yml', 'a/b/Own.YAML']);
});
