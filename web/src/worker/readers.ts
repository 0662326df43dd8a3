/** The engine's side of its readers: hands out tasks and takes blocks. */
import type { Engine, Task } from '../engine/core.ts';
import type { FileTask, FromReader } from '../engine/protocol.ts';
import { GROUP_BYTES, GROUP_FILES } from './group.ts';
import { post } from './scope.ts';

/** Groups of short tasks per reader: enough to keep it busy while the engine reads and joins. */
const GROUPS_EACH = 3;

/** Long tasks per reader, whose blocks wait in memory: just enough to have another when one ends. */
const LONG_TASKS_EACH = 2;

/** A reader, and the unfinished tasks of each group that it was given. */
type Reading = { number: number; groups: Map<number, Task>[] };

/** The readers that are ready. The engine reads as well, so one that fails to start is not needed. */
export class Readers {
  private readonly ready: Reading[] = [];
  /** Tasks whose next block must wait for earlier ones. */
  private held: { reading: Reading; id: number }[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly key: Uint8Array<ArrayBuffer>,
    private readonly withFile: (task: Task) => FileTask,
  ) {}

  /** Handles a reader's message. */
  handle(number: number, message: FromReader): void {
    if (message.type === 'ready') {
      this.ready.push({ number, groups: [] });
      return;
    }
    const reading = this.ready.find((one) => one.number === number);
    for (const { id, bytes, done } of message.blocks) {
      this.engine.take(id, bytes);
      if (reading && done) finish(reading, [id]);
      else if (reading) this.held.push({ reading, id });
    }
  }

  /** Number of readers. */
  get count(): number {
    return this.ready.length;
  }

  /** Whether any task is running. */
  get busy(): boolean {
    return this.ready.some(({ groups }) => groups.length > 0);
  }

  /** Hands out tasks as long as there are any. */
  feed(): void {
    this.release();
    for (let round = 0; round < GROUPS_EACH; round += 1) {
      for (const { number, groups } of this.ready) {
        const long = groups.filter((group) => [...group.values()].some(({ isShort }) => !isShort)).length;
        if (groups.length > round || long >= LONG_TASKS_EACH) continue;
        const tasks = this.engine.nextTasks(GROUP_FILES, GROUP_BYTES).map(this.withFile);
        if (tasks.length === 0) return;
        groups.push(new Map(tasks.map(({ task }) => [task.id, task])));
        post({ type: 'toReader', reader: number, message: { type: 'read', tasks, key: this.key } });
      }
    }
  }

  /** Lets waiting readers continue, or drops their tasks. Call after every joined block and every cancel. */
  release(): void {
    for (const reading of this.ready) {
      const ids = reading.groups.flatMap((group) => [...group.keys()]);
      const dropped = ids.filter((id) => !this.engine.isWanted(id));
      if (dropped.length === 0) continue;
      finish(reading, dropped);
      post({ type: 'toReader', reader: reading.number, message: { type: 'drop', ids: dropped } });
    }
    this.held = this.held.filter(({ reading, id }) => {
      if (!reading.groups.some((group) => group.has(id))) return false;
      if (!this.engine.mayContinue(id)) return true;
      post({ type: 'toReader', reader: reading.number, message: { type: 'goOn', id } });
      return false;
    });
  }
}

function finish(reading: Reading, ids: number[]): void {
  for (const group of reading.groups) for (const id of ids) group.delete(id);
  reading.groups = reading.groups.filter((group) => group.size > 0);
}
