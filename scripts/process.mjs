// Runs a step in the foreground and measures its time.

import { spawnSync } from 'node:child_process';
import { root } from './setup/machine.mjs';

/**
 * Runs a command in the root or another folder, with its output on the terminal; returns whether it
 * succeeded.
 */
export function runs(command, environment, folder = root) {
  const [program, ...args] = command;
  const result = spawnSync(program, args, { cwd: folder, env: environment, stdio: 'inherit' });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  return result.status === 0;
}

/** Returns the result of the phase and prints its duration. */
export function timed(name, phase) {
  const begun = performance.now();
  const result = phase();
  console.log(`time: ${name} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}
