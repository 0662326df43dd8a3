/** The engine's side of its readers: hands out tasks, and takes blocks in. */
import type { Engine } from '../engine/core.ts';
import type { FromReader, ToReader } from './reader.ts';

/** Tasks that a reader has at a time: one that it reads, and one that it goes on with. */
const TASKS_EACH = 2;

type Reading = { port: MessagePort; tasks: Set<number> };

/** The readers that stand ready. One that does not start is not missed: the engine reads by itself, too. */
export class Readers {
  private readonly ready: Reading[] = [];
  /** Tasks whose next block has to wait for what comes before it. */
  private readonly held: { port: MessagePort; id: number }[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly key: Uint8Array,
    private readonly file: (number: number) => File | undefined,
    /** Something was read, or `fatal`. */
    private readonly heard: (fatal: { message: string; path: string } | null) => void,
  ) {}

  /** Takes a reader's port. */
  add(port: MessagePort): void {
    const reading: Reading = { port, tasks: new Set() };
    port.onmessage = ({ data }: MessageEvent<FromReader>) => {
      if (data.type === 'fatal') {
        this.heard({ message: data.message, path: data.path });
        return;
      }
      if (data.type === 'ready') this.ready.push(reading);
      else this.take(reading, data.id, data.bytes, data.done);
      this.heard(null);
    };
  }

  /** Whether some task is being read. */
  get busy(): boolean {
    return this.ready.some(({ tasks }) => tasks.size > 0);
  }

  /** Hands out what can be read now. */
  feed(): void {
    for (let round = 0; round < TASKS_EACH; round += 1) {
      for (const reading of this.ready) {
        if (reading.tasks.size > round) continue;
        const task = this.engine.nextTask();
        const file = task && this.file(task.file);
        if (!task || !file) return;
        reading.tasks.add(task.id);
        tell(reading.port, { type: 'read', task, file, key: this.key });
      }
    }
  }

  private take(reading: Reading, id: number, bytes: Uint8Array, done: boolean): void {
    this.engine.take(id, bytes);
    if (done) reading.tasks.delete(id);
    else this.held.push({ port: reading.port, id });
    for (const waiting of this.held.splice(0)) {
      if (!this.engine.isWanted(waiting.id)) {
        reading.tasks.delete(waiting.id);
        tell(waiting.port, { type: 'drop', id: waiting.id });
      } else if (this.engine.mayGoOn(waiting.id)) tell(waiting.port, { type: 'goOn', id: waiting.id });
      else this.held.push(waiting);
    }
  }
}

function tell(port: MessagePort, message: ToReader): void {
  port.postMessage(message);
}
