/** The role `reader`: runs tasks for the engine on another core and sends it the blocks. */
import type { Reader } from '../engine/core.ts';
import type { FileTask, SentBlock, ToWorker } from '../engine/protocol.ts';
import { type Group, groupOf } from './group.ts';
import { core, post } from './scope.ts';
import { messageOf } from './trap.ts';
import { Turns } from './turns.ts';
import { warmUp } from './warm.ts';

/** Backpressure: maximum number of a task's blocks in flight before the engine sends `goOn`. */
const BLOCKS_AHEAD = 12;

/** Their maximum size. Most blocks are far smaller; of large ones, fewer are in flight. */
const BYTES_AHEAD = 24 * 1024 * 1024;

/** Blocks of a group are sent together, unless they are larger than this. */
const BYTES_A_MESSAGE = 4 * 1024 * 1024;

/** `ahead` holds the sizes of the blocks in flight, oldest first. */
type Job = FileTask & { group: Group; begun: boolean; ahead: number[] };

/** Handles the messages of the engine, and the page's request to warm up. */
export function serveReader(): (message: ToWorker) => void {
  let jobs: Job[] = [];
  let warming: Generator<void, void> | null = null;
  const turns = new Turns(() => {
    if (warming?.next().done) warming = null;
    return warming !== null;
  });
  let key = new Uint8Array();
  let reader: Reader | null = null;
  let trapped = false;
  let unsent: SentBlock[] = [];

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
        key = message.key;
        add(message.tasks);
        break;
      case 'goOn':
        jobs.find(({ task }) => task.id === message.id)?.ahead.shift();
        break;
      case 'drop':
        jobs = jobs.filter(({ task }) => !message.ids.includes(task.id));
        break;
      default:
        return;
    }
    work();
  };

  function add(tasks: FileTask[]): void {
    const group = groupOf(tasks, work);
    for (const task of tasks) jobs.push({ ...task, group, begun: false, ahead: [] });
  }

  function work(): void {
    while (!trapped) {
      const job = jobs[0];
      if (!job?.group.isRead || isFarAhead(job)) break;
      try {
        readSome(job);
      } catch (error) {
        trapped = true;
        post({ type: 'fatal', message: messageOf(error), path: job.task.path });
      }
    }
    send();
  }

  function readSome(job: Job): void {
    reader ??= new core.Reader(key);
    if (!job.begun) reader.begin(job.task, job.file, job.group.bytesOf(job.file), 0);
    job.begun = true;
    const bytes = reader.readOn();
    const done = reader.isDone();
    job.ahead.push(bytes?.length ?? 0);
    if (done) jobs.splice(jobs.indexOf(job), 1);
    if (bytes) unsent.push({ id: job.task.id, bytes, done });
    const isTogether = done && jobs[0]?.group === job.group;
    if (!isTogether || unsent.reduce((sum, block) => sum + block.bytes.length, 0) >= BYTES_A_MESSAGE) send();
  }

  function send(): void {
    const blocks = unsent;
    unsent = [];
    if (blocks.length === 0) return;
    post(
      { type: 'blocks', blocks },
      blocks.map(({ bytes }) => bytes.buffer),
    );
  }
}

function isFarAhead({ ahead }: Job): boolean {
  return ahead.length >= BLOCKS_AHEAD || ahead.reduce((sum, bytes) => sum + bytes, 0) >= BYTES_AHEAD;
}
