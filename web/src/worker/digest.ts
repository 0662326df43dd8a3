/** The role `digest`: hashes files in a worker of its own. */
import type { Digest } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { core, post } from './scope.ts';
import { messageOf } from './trap.ts';

const SLICE = 8 * 1024 * 1024;

/** Bytes that the module gets at once: its memory never shrinks. */
const FED = 64 * 1024;

/** Handles the page's messages. */
export function serveDigest(): (message: ToWorker) => void {
  return (message) => {
    if (message.type !== 'digest') return;
    const { number, file } = message;
    try {
      post({ type: 'digested', number, hex: hash(file) });
    } catch (error) {
      // A trap makes this instance unusable, so every later file fails as well and gets no hash.
      post({ type: 'undigested', number, message: messageOf(error) });
    }
  };
}

function hash(file: File): string {
  const reader = new FileReaderSync();
  const digest = new core.Digest();
  for (let at = 0; at < file.size; at += SLICE) {
    // Slicing takes about as long as reading, and there may be thousands of small files.
    const part = file.size <= SLICE ? file : file.slice(at, at + SLICE);
    feed(digest, new Uint8Array(reader.readAsArrayBuffer(part)));
  }
  return digest.finish();
}

/** Feeds bytes to a digest. */
export function feed(digest: Digest, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += FED) digest.update(bytes.subarray(at, at + FED));
}
