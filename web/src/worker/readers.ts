/** The engine's side of its readers: hands out tasks and takes blocks. */
import type { Engine, Task } from '../engine/core.ts';
import type { FromReader } from '../engine/protocol.ts';
import { post } from './scope.ts';

/** Short tasks per reader: enough to keep it busy while the engine reads and joins. */
const TASKS_EACH = 3;

/** Long tasks per reader, whose blocks wait in memory: just enough to have another when one ends. */
const LONG_TASKS_EACH = 2;

type Reading = { number: number; tasks: Map<number, Task> };

/** The readers that are ready. The engine reads as well, so one that fails to start is not needed. */
export class Readers {
  private readonly ready: Reading[] = [];
  /** Tasks whose next block must wait for earlier ones. */
  private held: { reading: Reading; id: number }[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly key: Uint8Array,
    private readonly file: (number: number) => File | undefined,
  ) {}

  /** Handles a reader's message. */
  handle(number: number, message: FromReader): void {
    if (message.type === 'ready') {
      this.ready.push({ number, tasks: new Map() });
      return;
    }
    const { id, bytes, done } = message;
    this.engine.take(id, bytes);
    const reading = this.ready.find((one) => one.number === number);
    if (reading && done) reading.tasks.delete(id);
    else if (reading) this.held.push({ reading, id });
  }

  /** Number of readers. */
  get count(): number {
    return this.ready.length;
  }

  /** Whether any task is running. */
  get busy(): boolean {
    return this.ready.some(({ tasks }) => tasks.size > 0);
  }

  /** Hands out tasks as long as there are any. */
  feed(): void {
    this.release();
    for (let round = 0; round < TASKS_EACH; round += 1) {
      for (const { number, tasks } of this.ready) {
        const long = [...tasks.values()].filter(({ isShort }) => !isShort).length;
        if (tasks.size > round || long >= LONG_TASKS_EACH) continue;
        const task = this.engine.nextTask();
        const file = task && this.file(task.file);
        if (!task || !file) return;
        tasks.set(task.id, task);
        post({ type: 'toReader', reader: number, message: { type: 'read', task, file, key: this.key } });
      }
    }
  }

  /** Lets waiting readers continue, or drops their tasks. Call after every joined block and every cancel. */
  release(): void {
    for (const { number, tasks } of this.ready) {
      // Last first, so that dropping one task does not start the next.
      for (const id of [...tasks.keys()].reverse()) {
        if (this.engine.isWanted(id)) continue;
        tasks.delete(id);
        post({ type: 'toReader', reader: number, message: { type: 'drop', id } });
      }
    }
    this.held = this.held.filter(({ reading, id }) => {
      if (!reading.tasks.has(id)) return false;
      if (!this.engine.mayContinue(id)) return true;
      post({ type: 'toReader', reader: reading.number, message: { type: 'goOn', id } });
      return false;
    });
  }
}
