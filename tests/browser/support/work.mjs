// One folder for everything that a test file creates; removed when the process ends.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const work = mkdtempSync(join(tmpdir(), 'touchstone-browser-'));

process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/** Writes a file in the folder and returns its path. */
export function place(name, content) {
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
