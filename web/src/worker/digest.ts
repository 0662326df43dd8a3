/** The role `digest`: hashes files in a worker of its own. */
import type { Digest } from '../engine/core.ts';
import type { ToWorker } from '../engine/protocol.ts';
import { GROUP_BYTES, GROUP_FILES, GROUPS, Group, SMALL_BYTES } from './group.ts';
import { core, post } from './scope.ts';
import { messageOf } from './trap.ts';

const SLICE = 8 * 1024 * 1024;

/** Bytes that the module gets at once: its memory never shrinks. */
const FED = 64 * 1024;

/** A file and its number. */
type Hashed = { number: number; file: File };

/** Handles the page's messages. */
export function serveDigest(): (message: ToWorker) => void {
  const waiting: Hashed[] = [];
  const groups: { group: Group; files: Hashed[] }[] = [];
  return (message) => {
    if (message.type !== 'digest') return;
    waiting.push(message);
    if (groups.length === 0) work();
  };

  function work(): void {
    take();
    while (groups[0]?.group.isRead) {
      const { group, files } = groups[0];
      for (const one of files) tell(one, group.bytesOf(one.file));
      groups.shift();
      take();
    }
  }

  /** Takes files, and begins to read them. */
  function take(): void {
    while (groups.length < GROUPS && waiting.length > 0) {
      const count = smallOnes(waiting);
      const files = waiting.splice(0, Math.max(count, 1));
      const group = new Group(
        files.map(({ file }) => file),
        count > 0,
        work,
      );
      groups.push({ group, files });
    }
  }
}

/** How many of the files that are next are a group of small ones. */
function smallOnes(waiting: Hashed[]): number {
  let count = 0;
  for (let bytes = 0; count < GROUP_FILES; count += 1) {
    const size = waiting[count]?.file.size ?? Number.POSITIVE_INFINITY;
    bytes += size;
    if (size > SMALL_BYTES || bytes > GROUP_BYTES) break;
  }
  return count;
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
