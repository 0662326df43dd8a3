// The Python environment of the bench, in target/bench, with pinned versions of the peers.

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, SetupError, say, targetDirectory, which } from './machine.mjs';
import { hasApt, installPackages } from './packages.mjs';

const WANTED = join(root, 'bench/requirements.txt');

/** Installs the peers if missing or of other versions. */
export function installPeers() {
  const folder = join(targetDirectory(), 'bench/venv');
  // A copy of the list records what is installed; it is written last.
  const installed = join(folder, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(WANTED, 'utf8')) return;
  if (!hasVenv()) {
    if (!hasApt()) throw new SetupError('missing: Python 3 with its module venv; install it and start again');
    installPackages([['python3'], ['python3-venv']]);
  }
  say('installing the peers of the bench with pip');
  const made = ask('python3', ['-m', 'venv', folder]);
  if (!made.ok)
    throw new SetupError(`python3 -m venv failed (${made.complaint}); run: python3 -m venv ${folder}`);
  const pip = [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--requirement', WANTED];
  const result = ask(pip[0], pip.slice(1));
  if (!result.ok) throw new SetupError(`pip failed (${result.complaint}); run: ${pip.join(' ')}`);
  copyFileSync(WANTED, installed);
}

/** Debian's Python lacks the module that creates environments. */
function hasVenv() {
  return which('python3') !== undefined && ask('python3', ['-c', 'import ensurepip, venv']).ok;
}
