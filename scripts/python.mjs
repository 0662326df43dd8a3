// The steps `python` and `spark`: builds the wheel with maturin, installs it into an environment of its own, and runs tests
// there, which the words name as pytest takes them. `npm run spark` is the second in full.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from './process.mjs';
import { root, SetupError, targetDirectory } from './setup/machine.mjs';
import { installPythonTests } from './setup/python.mjs';

const wheels = join(targetDirectory(), 'tests/wheels');

/** Where the tests find the program that they compare with: `cargo test` has built it. */
const environment = {
  ...process.env,
  TOUCHSTONE_PROGRAM: join(targetDirectory(), 'debug/touchstone'),
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
};

try {
  if (!succeeds(installPythonTests(), process.argv.slice(2))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}

function succeeds(python, words) {
  rmSync(wheels, { recursive: true, force: true });
  mkdirSync(wheels, { recursive: true });
  const build = [
    ...[python, '-m', 'maturin', 'build', '--manifest-path', 'crates/python/Cargo.toml'],
    ...['--features', 'as-in-workspace', '--locked', '--compatibility', 'linux', '--out', wheels],
    ...['--target-dir', targetDirectory()],
  ];
  if (!runs(build, environment)) return false;
  const [wheel] = readdirSync(wheels);
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--force-reinstall', join(wheels, wheel)];
  return (
    runs([python, ...install], environment) &&
    runs(
      [python, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...words],
      environment,
      join(root, 'crates/python/tests'),
    )
  );
}
