import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, Task } from '../src/engine/core.ts';
import type { FileTask } from '../src/engine/protocol.ts';
import { Group } from '../src/worker/group.ts';
import { OwnTasks } from '../src/worker/own.ts';

function taskOf(id: number, isSmall = true): Task {
  return { id, file: id, path: `${id}.json`, isShort: true, isSmall };
}

/** A file of a size that gives these bytes, or fails. */
function fileOf(size: number, bytes: number[] | null): File {
  const arrayBuffer = async (): Promise<ArrayBuffer> => {
    if (!bytes) throw new Error('it is no longer there');
    return new Uint8Array(bytes).buffer;
  };
  return { size, arrayBuffer } as unknown as File;
}

test('a file that cannot be read, or is not as long as it was, leaves the others of its group', async () => {
  const files = [fileOf(1, [7]), fileOf(1, null), fileOf(2, [8]), fileOf(2, [9, 9])];
  const group = await new Promise<Group>((read) => {
    const begun = new Group(files, true, () => read(begun));
    assert.equal(begun.isRead, false);
  });
  assert.equal(group.isRead, true);
  assert.deepEqual(
    files.map((file) => group.bytesOf(file)?.join()),
    ['7', undefined, undefined, '9,9'],
  );
});

test('a large file is not read beforehand', () => {
  const file = fileOf(1, null);
  const group = new Group([file], false, () => assert.fail('nothing was to be read'));
  assert.equal(group.isRead, true);
  assert.equal(group.bytesOf(file), undefined);
});

/** An engine that hands out groups of tasks and notes what it reads; what is `unwanted` has been dropped. */
function engineOf(groups: Task[][], unwanted: number[] = []): { engine: Engine; read: string[] } {
  const read: string[] = [];
  const engine = {
    nextOwnTasks: () => groups.shift() ?? [],
    isWanted: (id: number) => !unwanted.includes(id),
    begin: (task: Task, bytes?: Uint8Array) => read.push(`${task.id}:${bytes?.join() ?? 'file'}`),
    readOn: () => false,
  };
  return { engine: engine as unknown as Engine, read };
}

/** Reads until nothing is left. */
async function readAll(own: OwnTasks): Promise<void> {
  for (own.take(1); own.busy; own.take(1)) {
    if (own.canRead) own.readSome();
    else await pause(0);
  }
}

test('the engine reads its groups in order, each file once, and takes what follows a large file later', async () => {
  const groups = [[taskOf(0), taskOf(1)], [taskOf(2, false)], [taskOf(3)]];
  const { engine, read } = engineOf(groups, [1]);
  const own = new OwnTasks(
    engine,
    (task): FileTask => ({ task, file: fileOf(1, [task.file]) }),
    () => undefined,
  );
  own.take(1);
  assert.equal(groups.length, 1);
  assert.equal(own.needsTasks, false);
  assert.equal(own.path, null);
  await readAll(own);
  assert.deepEqual(read, ['0:0', '2:file', '3:3']);
});

test('what was dropped is not read', async () => {
  const { engine, read } = engineOf([[taskOf(0)], [taskOf(1)]]);
  const own = new OwnTasks(
    engine,
    (task): FileTask => ({ task, file: fileOf(1, [1]) }),
    () => undefined,
  );
  own.take(1);
  own.drop();
  assert.equal(own.busy, false);
  await readAll(own);
  assert.deepEqual(read, []);
});
