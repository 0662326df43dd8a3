// Builds the wheel of Python with maturin, and installs it.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from './process.mjs';
import { targetDirectory } from './setup/machine.mjs';

/** Builds into a folder and installs for an interpreter that has maturin; returns whether that succeeded. */
export function installed(python, folder, words, environment = process.env) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const build = [
    ...[python, '-m', 'maturin', 'build', '--manifest-path', 'crates/python/Cargo.toml', ...words],
    ...['--locked', '--compatibility', 'linux', '--out', folder, '--target-dir', targetDirectory()],
  ];
  if (!runs(build, environment)) return false;
  const [wheel] = readdirSync(folder);
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--force-reinstall', join(folder, wheel)];
  return runs([python, ...install], { ...environment, PIP_DISABLE_PIP_VERSION_CHECK: '1' });
}
