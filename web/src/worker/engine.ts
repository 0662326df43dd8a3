/** The role `engine`: reads files slice by slice, and answers between two slices. */
import type { Engine, Task } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { Answers } from './answers.ts';
import { Exports } from './exports.ts';
import { Readers } from './readers.ts';
import { core, tell } from './scope.ts';
import { messageOf } from './trap.ts';
import { Turns } from './turns.ts';
import { warmUp } from './warm.ts';

/** Progress is told at most this often: ten thousand small files must not drown the page. */
const PROGRESS_MS = 250;

/** Serves the messages of the page until the core traps, which is told as fatal. */
export function serveEngine(): (message: ToWorker) => void {
  const key = crypto.getRandomValues(new Uint8Array(16));
  const engine: Engine = new core.Engine(key);
  const answers = new Answers(engine);
  const exports = new Exports(engine);
  const files: File[] = [];
  const readers = new Readers(engine, key, (number) => files[number]);
  /** The task that the engine reads itself. */
  let task: Task | null = null;
  let reading = false;
  /** The warming up before the first drop, which ends it. */
  let warming: Generator<void, void> | null = null;
  let trapped = false;
  let toldAt = 0;
  /** Whether a reader was heard since the last turn. */
  let heard = false;

  const turns = new Turns(() => {
    const wasHeard = heard;
    // What is read would change what a filter has found so far.
    if (answers.waiting) guard(() => answers.workSome(), null);
    // An export sees what was loaded when it began, so it is better over before more is read.
    else if (exports.waiting) guard(() => exports.writeSome(), null);
    // What readers have told comes first, and more may have come while it was heard.
    else if (reading && heard) heard = false;
    else if (reading) guard(readSome, task?.path ?? null);
    else if (warming) guard(warmSome, null);
    const asked = answers.waiting || exports.waiting;
    return !trapped && (asked || (reading && (task !== null || wasHeard)) || warming !== null);
  });

  function readSome(): void {
    if (!task) {
      readers.feed();
      task = engine.nextOwnTask(readers.count) ?? null;
      if (task) engine.begin(task);
    } else if (!engine.readOn()) {
      task = null;
      readSome();
      return;
    }
    tellProgress();
  }

  function warmSome(): void {
    if (warming?.next().done) warming = null;
  }

  function tellProgress(): void {
    const now = performance.now();
    const mayBeDone = !task && !readers.busy;
    if (!mayBeDone && now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    const progress = engine.progress();
    reading = !progress.done;
    tell({ type: 'progress', progress });
  }

  /** Runs a piece of work; `path` is what it reads. A trapped core is not called again. */
  function guard(work: () => void, path: string | null): void {
    if (trapped) return;
    try {
      work();
    } catch (error) {
      trapped = true;
      tell({ type: 'fatal', message: messageOf(error), path });
    }
  }

  function serve(message: ToWorker): void {
    switch (message.type) {
      case 'fromReader':
        heard = true;
        readers.hear(message.reader, message.message);
        if (reading) {
          readers.feed();
          tellProgress();
        } else readers.release();
        if (reading && !task) turns.wake();
        break;
      case 'warm':
        if (files.length === 0) warming = warmUp(message.files);
        turns.wake();
        break;
      case 'open': {
        warming?.return(undefined);
        warming = null;
        // All files of a drop before any is read: a table's log says which of its files count.
        const numbers = message.sources.map((source) => engine.open(source.path, source.file));
        numbers.forEach((number, at) => {
          const source = message.sources[at];
          if (source) files[number] = source.file;
        });
        tell({ type: 'progress', progress: engine.progress() });
        tell({ type: 'opened', numbers });
        reading = true;
        turns.wake();
        break;
      }
      case 'ask':
        // Blocks of readers come between two turns.
        answers.add(message.id, message.question, reading);
        if (answers.waiting) turns.wake();
        break;
      case 'overtake':
        answers.overtake(message.id);
        break;
      case 'cancel':
        reading = false;
        task = null;
        engine.cancel();
        readers.release();
        tell({ type: 'progress', progress: engine.progress() });
        break;
      case 'export':
        exports.add(message.id, message.spec);
        turns.wake();
        break;
      case 'sha256':
        engine.setSha256(message.number, message.hex);
        break;
      default:
        break;
    }
  }

  return (message) => guard(() => serve(message), null);
}
