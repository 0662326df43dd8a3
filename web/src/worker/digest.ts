/** The role `digest`: hashes files in a worker of its own. */
import type { Digest } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { core, post } from './scope.ts';
import { GROUP_BYTES, GROUP_FILES, readTogether, SMALL_BYTES } from './small.ts';
import { messageOf } from './trap.ts';

const SLICE = 8 * 1024 * 1024;

/** Bytes that the module gets at once: its memory never shrinks. */
const FED = 64 * 1024;

/** A file and its number. */
type Hashed = { number: number; file: File };

/** Small files, or one that is not, and what has been read of them. */
type Reading = { files: Hashed[]; reads: Promise<(Uint8Array | undefined)[]> };

/** Handles the page's messages. */
export function serveDigest(): (message: ToWorker) => void {
  const waiting: Hashed[] = [];
  let running = false;
  return (message) => {
    if (message.type !== 'digest') return;
    waiting.push(message);
    if (!running) void run();
  };

  async function run(): Promise<void> {
    running = true;
    for (let next = begin(waiting); next; ) {
      const { files, reads } = next;
      // The next small files are read while these are hashed.
      const later = begin(waiting);
      const bytes = await reads;
      for (const [at, one] of files.entries()) tell(one, bytes[at]);
      next = later ?? begin(waiting);
    }
    running = false;
  }
}

/** Takes the files that are next out of a list, and begins to read them. */
function begin(waiting: Hashed[]): Reading | undefined {
  let count = 0;
  for (let bytes = 0; count < GROUP_FILES; count += 1) {
    const size = waiting[count]?.file.size ?? Number.POSITIVE_INFINITY;
    bytes += size;
    if (size > SMALL_BYTES || bytes > GROUP_BYTES) break;
  }
  const isSmall = count > 0;
  const files = waiting.splice(0, Math.max(count, 1));
  if (files.length === 0) return undefined;
  return { files, reads: isSmall ? readTogether(files.map(({ file }) => file)) : Promise.resolve([]) };
}

function tell({ number, file }: Hashed, bytes: Uint8Array | undefined): void {
  try {
    post({ type: 'digested', number, hex: hash(file, bytes) });
  } catch (error) {
    // A trap makes this instance unusable, so every later file fails as well and gets no hash.
    post({ type: 'undigested', number, message: messageOf(error) });
  }
}

/** The hash of a file, which is read unless its bytes are given. */
function hash(file: File, bytes: Uint8Array | undefined): string {
  const digest = new core.Digest();
  if (bytes) feed(digest, bytes);
  const reader = new FileReaderSync();
  for (let at = 0; !bytes && at < file.size; at += SLICE) {
    // Slicing takes about as long as reading.
    const part = file.size <= SLICE ? file : file.slice(at, at + SLICE);
    feed(digest, new Uint8Array(reader.readAsArrayBuffer(part)));
  }
  return digest.finish();
}

/** Feeds bytes to a digest. */
export function feed(digest: Digest, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += FED) digest.update(bytes.subarray(at, at + FED));
}
