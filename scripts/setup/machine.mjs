// Queries the machine for the set-up. Uses only Node, because it runs before node_modules exists.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export const isMac = process.platform === 'darwin';

/** An error reported in one line: what is missing, and what to run. */
export class SetupError extends Error {}

export function say(line) {
  console.log(`setup: ${line}`);
}

/** Shells opened before rustup was installed do not have its cargo in PATH. */
export function addCargoToPath() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const directories = (process.env.PATH ?? '').split(delimiter);
  const bin = join(cargoHome, 'bin');
  if (!directories.includes(bin)) process.env.PATH = [...directories, bin].join(delimiter);
}

/** The full path of a program, or undefined. */
export function which(name) {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program quietly; returns whether it succeeded, its output, and its error in one line. */
export function ask(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', cwd: root, maxBuffer: 1 << 28, ...options });
  const complaint =
    complaintOf(result.stderr ?? '') ?? result.error?.message ?? `exit status ${result.status}`;
  return { ok: result.status === 0, text: result.stdout ?? '', complaint };
}

/** The first line that describes the error, skipping npm's code; otherwise the last line. */
function complaintOf(errors) {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /^(npm error (?!code )|E: |error: )\S/i.test(line));
  return (telling ?? lines.at(-1))?.replace(/^(npm error|E:|error:)\s*/i, '');
}

/** A value of the root Cargo.toml that is on a line by itself. */
export function manifestValue(key) {
  const text = readFileSync(join(root, 'Cargo.toml'), 'utf8');
  return text.match(new RegExp(`^${key} = "([^"]+)"`, 'm'))?.[1];
}

/** Cargo's target directory. */
export function targetDirectory() {
  return resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
}
