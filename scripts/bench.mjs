// `npm run bench [-- OPTIONS]`: set-up, the release page and programs, the peers, then `cargo xtask bench OPTIONS`.
// With --no-build it measures what was built last; TOUCHSTONE_PAGE names another page than dist/touchstone.html.

import { runs } from './process.mjs';
import { SetupError } from './setup/machine.mjs';
import { installPeers } from './setup/python.mjs';
import { setupOrExit } from './setup.mjs';

const words = process.argv.slice(2);
const options = words.filter((word) => word !== '--no-build');
const environment = setupOrExit({ browsers: true, lints: false });
try {
  installPeers();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  process.exit(1);
}
const programs = ['--package', 'touchstone-cli', '--package', 'touchstone-generate'];
const builds = [
  ['cargo', 'build', '--release', '--locked', ...programs],
  ['cargo', 'xtask', 'build'],
];
const commands = [...(words.includes('--no-build') ? [] : builds), ['cargo', 'xtask', 'bench', ...options]];
if (!commands.every((command) => runs(command, environment))) process.exitCode = 1;
