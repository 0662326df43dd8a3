// `npm run build [-- --quick]`: set-up, then the single file dist/touchstone.html.

import { pathToFileURL } from 'node:url';
import { runs, timed } from './process.mjs';
import { setupOrExit } from './setup.mjs';

/** Builds the page; exits if that fails. */
export function build(options) {
  const environment = timed('set-up', () => setupOrExit({ browsers: false }));
  // Compiled separately only to report its time separately.
  const phases = [
    ['build driver', ['cargo', 'build', '--quiet', '--locked', '--bin', 'xtask']],
    ['page', ['cargo', 'xtask', 'build', ...options]],
  ];
  for (const [name, command] of phases) {
    if (!timed(name, () => runs(command, environment))) process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  build(process.argv.slice(2));
}
