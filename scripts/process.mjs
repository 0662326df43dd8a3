// Running one step in the foreground.

import { spawnSync } from 'node:child_process';
import { root } from './setup/machine.mjs';

/** Runs a command with its output on the terminal; gives whether it succeeded. */
export function runs(command, environment) {
  const [program, ...args] = command;
  const result = spawnSync(program, args, { cwd: root, env: environment, stdio: 'inherit' });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  return result.status === 0;
}
