import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Task } from '../src/engine/core.ts';
import type { FromWorker, ToWorker } from '../src/engine/protocol.ts';

/** Messages sent by the worker. */
const sent: FromWorker[] = [];

/** A reader of files whose first byte is the number of their blocks; what it reads is noted. */
class Reader {
  static read: string[] = [];
  private left = 0;

  begin(task: Task, file: File, bytes: Uint8Array | undefined): void {
    this.left = bytes?.[0] ?? file.size;
    Reader.read.push(`${task.id}${bytes ? '' : ' from its file'}`);
  }

  readOn(): Uint8Array {
    this.left -= 1;
    return new Uint8Array(1);
  }

  isDone(): boolean {
    return this.left === 0;
  }
}

Object.assign(globalThis, {
  self: { postMessage: (message: FromWorker) => sent.push(message) },
  wasm_bindgen: { Reader },
  // Open ports would keep the test from ending.
  MessageChannel: class {
    port1 = {};
    port2 = { postMessage: () => undefined };
  },
});
const { serveReader } = await import('../src/worker/reader.ts');

/** Messages since the last call: of each, its blocks as `task` or, if more follow, `task…`. */
function since(): string[] {
  return sent.splice(0).map((message) => {
    if (message.type !== 'blocks') return message.type;
    return message.blocks.map(({ id, done }) => `${id}${done ? '' : '…'}`).join(' ');
  });
}

/** The task `first` and those after it, of small files with so many blocks each; null for one that cannot be read. */
function group(first: number, blocks: (number | null)[]): ToWorker {
  const arrayBuffer = async (count: number | null): Promise<ArrayBuffer> => {
    if (count === null) throw new Error('it has changed');
    return new Uint8Array([count]).buffer;
  };
  return {
    type: 'read',
    key: new Uint8Array(16),
    tasks: blocks.map((count, at) => {
      const id = first + at;
      const file = { size: 1, arrayBuffer: () => arrayBuffer(count) } as unknown as File;
      return { task: { id, file: id, path: `${id}.json`, isShort: true, isSmall: true }, file };
    }),
  };
}

test('the blocks of a group are one message; a file that cannot be read is left to the core', async () => {
  const tell = serveReader();
  tell(group(1, [1, null, 2]));
  tell(group(4, [1, 1]));
  assert.deepEqual(since(), ['ready']);
  await pause(0);
  assert.deepEqual(since(), ['1 2 3…', '3', '4 5']);
  assert.deepEqual(Reader.read.splice(0), ['1', '2 from its file', '3', '4', '5']);
});

test('a file with many blocks waits, and what was read before it has been sent', async () => {
  const tell = serveReader();
  tell(group(1, [1, 14, 1]));
  await pause(0);
  const ahead = Array.from({ length: 11 }, () => '2…');
  assert.deepEqual(since(), ['ready', '1 2…', ...ahead]);
  tell({ type: 'goOn', id: 2 });
  assert.deepEqual(since(), ['2…']);
  tell({ type: 'goOn', id: 2 });
  assert.deepEqual(since(), ['2 3']);
  Reader.read.splice(0);
});

test('tasks of a group that are dropped are not read, before or after their files are', async () => {
  const tell = serveReader();
  tell(group(1, [1, 1, 14, 1, 1]));
  tell({ type: 'drop', ids: [2] });
  await pause(0);
  tell({ type: 'drop', ids: [3, 5] });
  assert.deepEqual(Reader.read.splice(0), ['1', '3', '4']);
  assert.equal(since().at(-1), '4');
});
