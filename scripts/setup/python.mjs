// Creates the Python environments in target/: those of the bench with its peers and with Spark, that of the tests with independent
// checkers, and that in which the wheel is built and tested. All have pinned versions.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, SetupError, say, targetDirectory, which } from './machine.mjs';
import { hasApt, installPackages } from './packages.mjs';

/** Installs the bench's peers if missing or of other versions. */
export function installPeers() {
  install('bench/venv', 'bench/requirements.txt', 'the peers of the bench');
}

/** Installs Spark and what builds the wheel for its part of the bench; returns their interpreter. */
export function installSpark() {
  return install('bench/spark-venv', 'bench/spark-requirements.txt', 'Spark for the bench');
}

/** Installs the packages that check rules and Delta tables; returns the path of their interpreter. */
export function installCheckers() {
  return install('tests/venv', 'tests/requirements.txt', 'the Python packages of the tests');
}

/** Installs what builds and tests the wheel, the programs included that take its frames; returns their interpreter. */
export function installPythonTests() {
  return install(
    'tests/wheel-venv',
    'crates/python/tests/requirements.txt',
    'what builds and tests the wheel',
  );
}

function install(name, list, what) {
  const folder = join(targetDirectory(), name);
  const python = join(folder, 'bin/python');
  const wanted = readFileSync(join(root, list), 'utf8');
  // A copy of the list records what is installed; it is written last.
  const installed = join(folder, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return python;
  if (!hasVenv()) {
    if (!hasApt()) throw new SetupError('missing: Python 3 with its module venv; install it and start again');
    installPackages([['python3'], ['python3-venv']]);
  }
  say(`installing ${what} with pip`);
  const made = ask('python3', ['-m', 'venv', folder]);
  if (!made.ok)
    throw new SetupError(`python3 -m venv failed (${made.complaint}); run: python3 -m venv ${folder}`);
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--requirement', join(root, list)];
  const result = ask(pip[0], pip.slice(1));
  if (!result.ok) throw new SetupError(`pip failed (${result.complaint}); run: ${pip.join(' ')}`);
  writeFileSync(installed, wanted);
  return python;
}

/** Debian's Python lacks the module that creates environments. */
function hasVenv() {
  return which('python3') !== undefined && ask('python3', ['-c', 'import ensurepip, venv']).ok;
}
