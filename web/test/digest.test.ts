import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { FromWorker } from '../src/engine/protocol.ts';

declare global {
  /** What workers have besides what the page has. */
  class FileReaderSync {
    readAsArrayBuffer(file: Blob): ArrayBuffer;
  }
}

/** Messages sent by the worker, and the reads of files, in order. */
const seen: string[] = [];

/** A file, and what is read of it; null if it cannot be. */
type Fake = { name: string; size: number; bytes: number[] | null };

function fileOf(name: string, bytes: number[] | null, size = bytes?.length ?? 1): File {
  const arrayBuffer = async (): Promise<ArrayBuffer> => {
    seen.push(`read ${name}`);
    await pause(0);
    if (!bytes) throw new Error('it is no longer there');
    return new Uint8Array(bytes).buffer;
  };
  const fake = { name, size, bytes, arrayBuffer, slice: () => fake };
  return fake as unknown as File;
}

Object.assign(globalThis, {
  self: {
    postMessage: (message: FromWorker) => {
      if (message.type === 'digested') seen.push(`${message.number} is ${message.hex}`);
      else if (message.type === 'undigested') seen.push(`${message.number}: ${message.message}`);
    },
  },
  wasm_bindgen: {
    Digest: class {
      private fed: number[] = [];

      update(bytes: Uint8Array): void {
        this.fed.push(...bytes);
      }

      finish(): string {
        return this.fed.join();
      }
    },
  },
  FileReaderSync: class {
    readAsArrayBuffer({ name, bytes }: Fake): ArrayBuffer {
      if (!bytes) throw new Error(`${name} cannot be read`);
      return new Uint8Array(bytes).buffer;
    }
  },
});
const { serveDigest } = await import('../src/worker/digest.ts');

test('small files are read in groups while others are hashed, and told in order; a large one is alone', async () => {
  const tell = serveDigest();
  const half = 600_000;
  const sizes = [1, 1, 1, 2_000_000, ...Array.from({ length: 8 }, () => half), 1];
  sizes.forEach((size, number) => {
    tell({ type: 'digest', number, file: fileOf(`${number}`, [number], size) });
  });
  while (!seen.includes('12 is 12')) await pause(1);
  const read = (...names: number[]): string[] => names.map((name) => `read ${name}`);
  const told = (...numbers: number[]): string[] => numbers.map((number) => `${number} is ${number}`);
  assert.deepEqual(seen.splice(0), [
    ...[...read(0), ...read(1, 2), ...told(0), ...told(1, 2)],
    // Six of these are less than four megabytes.
    ...[...read(4, 5, 6, 7, 8, 9), ...told(3), ...read(10, 11, 12)],
    ...told(4, 5, 6, 7, 8, 9, 10, 11, 12),
  ]);
});

test('a file that cannot be read, or has changed, is left to the reader of parts', async () => {
  const tell = serveDigest();
  tell({ type: 'digest', number: 0, file: fileOf('a', null) });
  tell({ type: 'digest', number: 1, file: fileOf('b', [5, 6], 3) });
  tell({ type: 'digest', number: 2, file: fileOf('c', [7]) });
  while (!seen.includes('2 is 7')) await pause(1);
  assert.deepEqual(
    seen.filter((what) => !what.startsWith('read ')),
    ['0: a cannot be read', '1 is 5,6', '2 is 7'],
  );
});
