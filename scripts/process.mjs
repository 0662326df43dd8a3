// Runs commands in the foreground or background and measures their time.

import { spawn, spawnSync } from 'node:child_process';
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

/**
 * Starts commands, which run in the background one after another until one fails. `done` resolves to whether all
 * succeeded, the seconds they took, and what they printed, unless that goes to the terminal. `stop` ends those in the
 * background.
 */
export function start(commands, environment, toTerminal) {
  const begun = performance.now();
  const printed = [];
  let running;
  let stopped = false;
  const one = ([program, ...args]) =>
    new Promise((resolve) => {
      // A group of its own can be ended with all that it started.
      const how = toTerminal ? { stdio: 'inherit' } : { stdio: ['ignore', 'pipe', 'pipe'], detached: true };
      running = spawn(program, args, { cwd: root, env: environment, ...how });
      running.stdout?.on('data', (bytes) => printed.push(bytes));
      running.stderr?.on('data', (bytes) => printed.push(bytes));
      running.on('error', (error) => {
        if (toTerminal) console.error(`${program}: ${error.message}`);
        else printed.push(Buffer.from(`${program}: ${error.message}\n`));
        resolve(false);
      });
      running.on('close', (status) => resolve(status === 0));
    });
  const all = async () => {
    let ok = true;
    for (const command of commands) ok = ok && !stopped && (await one(command));
    return { ok, seconds: (performance.now() - begun) / 1000, output: Buffer.concat(printed) };
  };
  const stop = () => {
    stopped = true;
    const isOver = running.exitCode !== null || running.signalCode !== null;
    if (!toTerminal && !isOver && running.pid !== undefined) process.kill(-running.pid);
  };
  return { done: all(), stop };
}

/** Returns the result of the phase and prints its duration. */
export function timed(name, phase) {
  const begun = performance.now();
  const result = phase();
  console.log(`time: ${name} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}
