/** The role `engine`: reads files slice by slice, and answers between two slices. */
import type { Engine } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { Exports } from './exports.ts';
import { Queue } from './queue.ts';
import { core, tell } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';
import { Turns } from './turns.ts';

/** Progress is told at most this often: ten thousand small files must not drown the page. */
const PROGRESS_MS = 40;

/** Serves the messages of the page until the core traps, which is told as fatal. */
export function serveEngine(): (message: ToWorker) => void {
  const engine: Engine = new core.Engine(crypto.getRandomValues(new Uint8Array(16)));
  const exports = new Exports(engine);
  const queue = new Queue(engine);
  let reading = false;
  let trapped = false;
  let toldAt = 0;

  const turns = new Turns(() => {
    // An export sees what was loaded when it began, so it is better over before more is read.
    if (exports.waiting) guard(() => exports.writeSome(), null);
    else if (reading) guard(readSome, queue.head);
    return !trapped && (exports.waiting || reading);
  });

  function readSome(): void {
    const progress = engine.step();
    reading = !progress.done;
    queue.follow(progress);
    const now = performance.now();
    if (reading && now - toldAt < PROGRESS_MS) return;
    toldAt = now;
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
      case 'open': {
        // All files of a drop before any is read: a table's log says which of its files count.
        const numbers = message.sources.map((source) => engine.open(source.path, source.file));
        queue.reset();
        tell({ type: 'opened', numbers });
        tell({ type: 'progress', progress: engine.progress() });
        reading = true;
        turns.wake();
        break;
      }
      case 'ask':
        try {
          tell({ type: 'answered', id: message.id, answer: engine.ask(message.question) });
        } catch (error) {
          if (!isRefusal(error)) throw error;
          tell({ type: 'refused', id: message.id, message: messageOf(error) });
        }
        break;
      case 'cancel':
        reading = false;
        tell({ type: 'progress', progress: engine.cancel() });
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
