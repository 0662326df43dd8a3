/** Small files, of which there may be thousands: every read of one takes time in other processes. */

/** The size of a file, in bytes, up to which it is read at once. */
export const SMALL_BYTES = 1 << 20;

/** Small files that are read at a time. */
export const GROUP_FILES = 32;

/** Bytes that these have at most. */
export const GROUP_BYTES = 4 * 1024 * 1024;

/** The bytes of files, which are read at the same time; undefined for one that cannot be read, or has changed. */
export function readTogether(files: readonly File[]): Promise<(Uint8Array | undefined)[]> {
  return Promise.all(files.map(wholeOf));
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
