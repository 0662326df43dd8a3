// Installs node_modules exactly as in package-lock.json.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, SetupError, say } from './machine.mjs';

export function installNodeModules() {
  if (isCurrent()) return;
  say('installing node_modules with npm ci');
  // `npm test` names the running npm, which may differ from the one in PATH.
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js') ? ask(process.execPath, [npm, 'ci']) : ask('npm', ['ci']);
  if (!result.ok) throw new SetupError(`npm ci failed (${result.complaint}); run: npm ci`);
}

/** npm writes its own copy of the lock file into node_modules when finished. */
function isCurrent() {
  const installed = modified(join(root, 'node_modules/.package-lock.json'));
  return installed !== undefined && installed >= (modified(join(root, 'package-lock.json')) ?? 0);
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
