/** The engine's side of its readers: hands out tasks, and takes blocks in. */
import type { Engine, Task } from '../engine/core.ts';
import type { FromReader } from '../engine/protocol.ts';
import { tell } from './scope.ts';

/** Short tasks that a reader has at a time: enough that it has some to read while the engine reads and joins. */
const TASKS_EACH = 3;

/** Of long ones, whose blocks wait in memory, as many as it takes to have another when one ends. */
const LONG_TASKS_EACH = 2;

type Reading = { number: number; tasks: Map<number, Task> };

/** The readers that stand ready. One that does not start is not missed: the engine reads by itself, too. */
export class Readers {
  private readonly ready: Reading[] = [];
  /** Tasks whose next block has to wait for what comes before it. */
  private held: { reading: Reading; id: number }[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly key: Uint8Array,
    private readonly file: (number: number) => File | undefined,
  ) {}

  /** Hears what a reader tells. */
  hear(number: number, message: FromReader): void {
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

  /** How many there are. */
  get count(): number {
    return this.ready.length;
  }

  /** Whether some task is being read. */
  get busy(): boolean {
    return this.ready.some(({ tasks }) => tasks.size > 0);
  }

  /** Hands out what can be read now. */
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
        tell({ type: 'toReader', reader: number, message: { type: 'read', task, file, key: this.key } });
      }
    }
  }

  /** Lets readers go on that may, or let go. It is time for it whenever a block was joined, or nothing is wanted any more. */
  release(): void {
    for (const { number, tasks } of this.ready) {
      // The last first, so that none is begun because the one before it was let go.
      for (const id of [...tasks.keys()].reverse()) {
        if (this.engine.isWanted(id)) continue;
        tasks.delete(id);
        tell({ type: 'toReader', reader: number, message: { type: 'drop', id } });
      }
    }
    this.held = this.held.filter(({ reading, id }) => {
      if (!reading.tasks.has(id)) return false;
      if (!this.engine.mayGoOn(id)) return true;
      tell({ type: 'toReader', reader: reading.number, message: { type: 'goOn', id } });
      return false;
    });
  }
}
