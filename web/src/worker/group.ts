/** Small files, of which there may be thousands: every read of one takes time in other processes. */
import type { FileTask } from '../engine/protocol.ts';

/** The size of a file, in bytes, up to which it is read at once. */
export const SMALL_BYTES = 1 << 20;

/** Small files that are read at a time. */
export const GROUP_FILES = 32;

/** Bytes that these have at most. */
export const GROUP_BYTES = 4 * 1024 * 1024;

/** Groups of small files that a worker holds: one to work on, one to read meanwhile. */
export const GROUPS = 2;

/** Small files, which are read together and while the group before is worked on; or any, which are not read beforehand. */
export class Group {
  /** Null while they are read. */
  private reads: Map<File, Uint8Array | undefined> | null = null;

  /** Begins to read small files; `then` is called once that is done, later. */
  constructor(
    files: readonly File[],
    readonly isSmall: boolean,
    then: () => void,
  ) {
    if (isSmall)
      void readTogether(files).then((reads) => {
        this.reads = reads;
        then();
      });
    else this.reads = new Map();
  }

  /** Whether nothing has to be waited for. */
  get isRead(): boolean {
    return this.reads !== null;
  }

  /** What one of the files holds; undefined for one to be read in parts, or again to learn what is wrong. */
  bytesOf(file: File): Uint8Array | undefined {
    return this.reads?.get(file);
  }
}

/** The files of tasks that are done together. */
export function groupOf(tasks: readonly FileTask[], then: () => void): Group {
  const files = tasks.map(({ file }) => file);
  const isSmall = tasks.every(({ task }) => task.isSmall);
  return new Group(files, isSmall, then);
}

/** The bytes of files, which are read at the same time; undefined for one that cannot be read, or has changed. */
async function readTogether(files: readonly File[]): Promise<Map<File, Uint8Array | undefined>> {
  return new Map(await Promise.all(files.map(async (file) => [file, await wholeOf(file)] as const)));
}

/**
 * Not a blob that joins several files, though it is read faster: Firefox does not check whether a file is as long as it
 * was, and all that follow would be shifted.
 */
async function wholeOf(file: File): Promise<Uint8Array | undefined> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return bytes.length === file.size ? bytes : undefined;
  } catch {
    return undefined;
  }
}
