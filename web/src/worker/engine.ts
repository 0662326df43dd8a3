/** The role `engine`: reads files slice by slice, and answers between two slices. */
import type { Engine } from '../engine/core.ts';
import type { Export } from '../engine/generated.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { core, tell } from './scope.ts';
import { Turns } from './turns.ts';

/** Progress is told at most this often: ten thousand small files must not drown the page. */
const PROGRESS_MS = 40;

/** Chunks of an export are handed to a blob by this many bytes, since a blob may lie on disk and an array may not. */
const FOLD_BYTES = 32 * 1024 * 1024;

type Job = {
  id: number;
  spec: Export;
  begun: boolean;
  bytes: number;
  blobs: Blob[];
  chunks: Uint8Array<ArrayBuffer>[];
};

/** Serves the messages of the page; throws what the page is to see as fatal. */
export function serveEngine(): (message: ToWorker) => void {
  const engine: Engine = new core.Engine(crypto.getRandomValues(new Uint8Array(16)));
  const exports: Job[] = [];
  let toldAt = 0;
  let reading = false;

  const turns = new Turns(() => {
    guard(() => {
      // An export sees the frames as they are when it begins, so reading waits for it.
      if (exports.length > 0) writeSome();
      else if (reading) readSome();
    }, engine);
    return exports.length > 0 || reading;
  });

  function readSome(): void {
    const progress = engine.step();
    reading = !progress.done;
    const now = performance.now();
    if (reading && now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    tell({ type: 'progress', progress });
  }

  function writeSome(): void {
    const [job] = exports;
    if (!job) return;
    try {
      if (!job.begun) engine.beginExport(job.spec);
      job.begun = true;
      const chunk = engine.nextExportChunk();
      if (chunk) {
        job.chunks.push(chunk);
        job.bytes += chunk.length;
        if (job.bytes > (job.blobs.length + 1) * FOLD_BYTES) job.blobs.push(new Blob(job.chunks.splice(0)));
        tell({ type: 'exporting', id: job.id, bytes: job.bytes });
        return;
      }
      exports.shift();
      const blob = new Blob([...job.blobs, ...job.chunks], { type: mediaType(job.spec) });
      tell({ type: 'exported', id: job.id, blob });
    } catch (error) {
      exports.shift();
      refuse(job.id, error);
    }
  }

  return (message) =>
    guard(() => {
      switch (message.type) {
        case 'open': {
          const inputs = message.sources.map((source) => engine.open(source.path, source.file));
          tell({ type: 'opened', inputs });
          tell({ type: 'progress', progress: engine.progress() });
          reading = true;
          turns.wake();
          break;
        }
        case 'ask':
          try {
            tell({ type: 'answered', id: message.id, answer: engine.ask(message.question) });
          } catch (error) {
            refuse(message.id, error);
          }
          break;
        case 'cancel':
          reading = false;
          tell({ type: 'progress', progress: engine.cancel() });
          break;
        case 'export':
          exports.push({ id: message.id, spec: message.spec, begun: false, bytes: 0, blobs: [], chunks: [] });
          turns.wake();
          break;
        case 'sha256':
          engine.setSha256(message.input, message.hex);
          break;
        default:
          break;
      }
    }, engine);
}

/** A question may be refused; a trap may not be survived. */
function refuse(id: number, error: unknown): void {
  if (error instanceof WebAssembly.RuntimeError) throw error;
  tell({ type: 'refused', id, message: error instanceof Error ? error.message : String(error) });
}

/** Runs `work` and tells the page when the instance is lost. */
function guard(work: () => void, engine: Engine): void {
  try {
    work();
  } catch (error) {
    let path: string | null = null;
    try {
      path = engine.progress().current;
    } catch {
      // A trapped instance may not answer any more; then the page cannot name the file.
    }
    tell({
      type: 'fatal',
      message: error instanceof Error ? error.message : String(error),
      path,
    });
    throw error;
  }
}

function mediaType(spec: Export): string {
  if (spec.format === 'csv') return 'text/csv';
  return spec.format === 'ndjson' ? 'application/x-ndjson' : 'application/vnd.apache.parquet';
}
