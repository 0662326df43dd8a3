/** The role `reader`: reads tasks for the engine, on another core, and hands it what came of them. */
import type { Reader, Task } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { core } from './scope.ts';
import { messageOf } from './trap.ts';
import { Turns } from './turns.ts';
import { warmUp } from './warm.ts';

/** What the engine tells a reader. */
export type ToReader =
  | { type: 'read'; task: Task; file: File; key: Uint8Array }
  /** One block more of a task may be sent. */
  | { type: 'goOn'; id: number }
  /** What the task reads is no longer wanted. */
  | { type: 'drop'; id: number };

/** What a reader tells the engine. */
export type FromReader =
  | { type: 'ready' }
  | { type: 'block'; id: number; bytes: Uint8Array; done: boolean }
  | { type: 'fatal'; message: string; path: string };

/** Blocks of one task that may be on their way before the engine has said to go on. */
export const BLOCKS_AHEAD = 2;

type Job = { task: Task; file: File; key: Uint8Array; begun: boolean; credit: number };

/** Serves an engine at the other end of a port, and the page's one wish, to warm up. */
export function serveReader([port]: MessagePort[]): (message: ToWorker) => void {
  if (!port) throw new Error('a reader needs an engine');
  const jobs: Job[] = [];
  let warming: Generator<void, void> | null = null;
  const turns = new Turns(() => {
    if (warming?.next().done) warming = null;
    return warming !== null;
  });
  let reader: Reader | null = null;
  let trapped = false;

  port.onmessage = ({ data }: MessageEvent<ToReader>) => {
    if (data.type === 'read') {
      warming?.return(undefined);
      warming = null;
      jobs.push({ task: data.task, file: data.file, key: data.key, begun: false, credit: BLOCKS_AHEAD });
    } else {
      const job = jobs.find(({ task }) => task.id === data.id);
      if (job && data.type === 'goOn') job.credit += 1;
      else if (job) end(job);
    }
    work();
  };
  tell({ type: 'ready' });
  return (message) => {
    if (message.type !== 'warm' || jobs.length > 0) return;
    warming = warmUp(message.file);
    turns.wake();
  };

  function work(): void {
    while (!trapped) {
      const job = jobs[0];
      if (!job || job.credit === 0) return;
      try {
        readSome(job);
      } catch (error) {
        trapped = true;
        tell({ type: 'fatal', message: messageOf(error), path: job.task.path });
      }
    }
  }

  function readSome(job: Job): void {
    reader ??= new core.Reader(job.key);
    if (!job.begun) reader.begin(job.task, job.file);
    job.begun = true;
    const bytes = reader.readOn();
    const done = reader.isDone();
    job.credit -= 1;
    if (done) end(job);
    if (bytes) tell({ type: 'block', id: job.task.id, bytes, done }, [bytes.buffer]);
  }

  function end(job: Job): void {
    jobs.splice(jobs.indexOf(job), 1);
  }

  function tell(message: FromReader, transfer: Transferable[] = []): void {
    port?.postMessage(message, transfer);
  }
}
