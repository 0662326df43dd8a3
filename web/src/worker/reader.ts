/** The role `reader`: runs tasks for the engine on another core and sends it the blocks. */
import type { Reader, Task } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { core, post } from './scope.ts';
import { messageOf } from './trap.ts';
import { Turns } from './turns.ts';
import { warmUp } from './warm.ts';

/** Backpressure: maximum number of a task's blocks in flight before the engine sends `goOn`. */
const BLOCKS_AHEAD = 12;

/** Their maximum size. Most blocks are far smaller; of large ones, fewer are in flight. */
const BYTES_AHEAD = 24 * 1024 * 1024;

/** `ahead` holds the sizes of the blocks in flight, oldest first. */
type Job = { task: Task; file: File; key: Uint8Array; begun: boolean; ahead: number[] };

/** Handles the messages of the engine, and the page's request to warm up. */
export function serveReader(): (message: ToWorker) => void {
  const jobs: Job[] = [];
  let warming: Generator<void, void> | null = null;
  const turns = new Turns(() => {
    if (warming?.next().done) warming = null;
    return warming !== null;
  });
  let reader: Reader | null = null;
  let trapped = false;

  post({ type: 'ready' });
  return (message) => {
    switch (message.type) {
      case 'warm':
        if (jobs.length > 0) return;
        warming = warmUp(message.files, false);
        turns.wake();
        return;
      case 'read':
        warming?.return(undefined);
        warming = null;
        jobs.push({ ...message, begun: false, ahead: [] });
        break;
      case 'goOn':
      case 'drop': {
        const job = jobs.find(({ task }) => task.id === message.id);
        if (job && message.type === 'goOn') job.ahead.shift();
        else if (job) end(job);
        break;
      }
      default:
        return;
    }
    work();
  };

  function work(): void {
    while (!trapped) {
      const job = jobs[0];
      if (!job || isFarAhead(job)) return;
      try {
        readSome(job);
      } catch (error) {
        trapped = true;
        post({ type: 'fatal', message: messageOf(error), path: job.task.path });
      }
    }
  }

  function readSome(job: Job): void {
    reader ??= new core.Reader(job.key);
    if (!job.begun) reader.begin(job.task, job.file);
    job.begun = true;
    const bytes = reader.readOn();
    const done = reader.isDone();
    job.ahead.push(bytes?.length ?? 0);
    if (done) end(job);
    if (bytes) post({ type: 'block', id: job.task.id, bytes, done }, [bytes.buffer]);
  }

  function end(job: Job): void {
    jobs.splice(jobs.indexOf(job), 1);
  }
}

function isFarAhead({ ahead }: Job): boolean {
  return ahead.length >= BLOCKS_AHEAD || ahead.reduce((sum, bytes) => sum + bytes, 0) >= BYTES_AHEAD;
}
