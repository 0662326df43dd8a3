// The steps `python` and `spark`: builds the wheel with maturin, installs it into an environment of its own, and runs tests
// there, which the words name as pytest takes them. `npm run spark` is the second in full.

import { join } from 'node:path';
import { runs } from './process.mjs';
import { root, SetupError, targetDirectory } from './setup/machine.mjs';
import { installPythonTests } from './setup/python.mjs';
import { installed } from './wheel.mjs';

const wheels = join(targetDirectory(), 'tests/wheels');

/** Where the tests find the program that they compare with: `cargo test` has built it. */
const environment = {
  ...process.env,
  TOUCHSTONE_PROGRAM: join(targetDirectory(), 'debug/touchstone'),
};

try {
  if (!succeeds(installPythonTests(), process.argv.slice(2))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}

function succeeds(python, words) {
  const tests = [python, '-m', 'pytest', '-q', '-rs', '--durations=10', '-p', 'no:cacheprovider', ...words];
  return (
    installed(python, wheels, ['--features', 'as-in-workspace'], environment) &&
    runs(tests, environment, join(root, 'crates/python/tests'))
  );
}
