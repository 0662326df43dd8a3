/** The role `digest`: hashes files beside the engine, so that neither waits for the other. */
import type { ToWorker } from '../engine/protocol.ts';
import { core, tell } from './scope.ts';
import { messageOf } from './trap.ts';

const SLICE = 8 * 1024 * 1024;

/** Serves the messages of the page. */
export function serveDigest(): (message: ToWorker) => void {
  return (message) => {
    if (message.type !== 'digest') return;
    const { number, file } = message;
    try {
      tell({ type: 'digested', number, hex: hash(file) });
    } catch (error) {
      // A trap leaves this instance unusable, and every later file fails the same way: they stay without a hash.
      tell({ type: 'undigested', number, message: messageOf(error) });
    }
  };
}

function hash(file: File): string {
  const reader = new FileReaderSync();
  const digest = new core.Digest();
  for (let at = 0; at < file.size; at += SLICE) {
    // A slice takes the browser about as long as reading it, and of small files there may be thousands.
    const part = file.size <= SLICE ? file : file.slice(at, at + SLICE);
    digest.update(new Uint8Array(reader.readAsArrayBuffer(part)));
  }
  return digest.finish();
}
