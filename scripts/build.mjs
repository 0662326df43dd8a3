// `npm run build [-- --quick]`: set-up, then the single file dist/touchstone.html.

import { pathToFileURL } from 'node:url';
import { runs } from './process.mjs';
import { setupOrExit } from './setup.mjs';

/** Builds the page; ends the program if that fails. */
export function build(options) {
  const environment = setupOrExit({ browsers: false });
  if (!runs(['cargo', 'xtask', 'build', ...options], environment)) process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  build(process.argv.slice(2));
}
