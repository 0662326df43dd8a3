// `npm run bench [-- OPTIONS]`: set-up, the release page and programs, the peers, Spark and a release wheel, then
// `cargo xtask bench OPTIONS`. With --no-build it measures what was built last; TOUCHSTONE_PAGE names another page than
// dist/touchstone.html.

import { join } from 'node:path';
import { runs } from './process.mjs';
import { SetupError, targetDirectory, which } from './setup/machine.mjs';
import { installPeers, installSpark } from './setup/python.mjs';
import { setupOrExit } from './setup.mjs';
import { installed } from './wheel.mjs';

const words = process.argv.slice(2);
const options = words.filter((word) => word !== '--no-build');
const isBuilt = words.includes('--no-build');
const environment = setupOrExit({ browsers: true, lints: false });
const programs = ['--package', 'touchstone-cli', '--package', 'touchstone-generate'];
const builds = [
  ['cargo', 'build', '--release', '--locked', ...programs],
  ['cargo', 'xtask', 'build'],
];
try {
  installPeers();
  if (!isBuilt && !builds.every((command) => runs(command, environment))) process.exit(1);
  // Without Java, the bench says that Spark is left out.
  if (
    !isBuilt &&
    takesSpark() &&
    !installed(installSpark(), join(targetDirectory(), 'bench/wheels'), ['--release'])
  )
    process.exit(1);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  process.exit(1);
}
if (!runs(['cargo', 'xtask', 'bench', ...options], environment)) process.exitCode = 1;

/** Whether Spark is measured: with everything, or by name. */
function takesSpark() {
  const only = options.find((word) => word.startsWith('--only'));
  const names = only?.includes('=') ? only : options[options.indexOf('--only') + 1];
  return which('java') !== undefined && (only === undefined || names.includes('spark'));
}
