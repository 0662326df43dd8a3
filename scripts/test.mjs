// `npm test [-- STEP...]`: set-up, then every test step until one fails.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DURATIONS, slowest } from './durations.mjs';
import { start } from './process.mjs';
import { root, SetupError, which } from './setup/machine.mjs';
import { installCheckers } from './setup/python.mjs';
import { hasTarget } from './setup/rust.mjs';
import { setupOrExit } from './setup.mjs';
import { steps } from './steps.mjs';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `no such step: ${unknown.join(', ')}; there are: ${steps.map((step) => step.name).join(', ')}`,
  );
  process.exit(2);
}
const chosen = asked.length === 0 ? steps : steps.filter((step) => asked.includes(step.name));

const needed = new Set(chosen.flatMap((step) => step.needs ?? []));
const environment = {
  ...setupOrExit({ browsers: needed.has('browsers'), lints: needed.has('lints') }),
  LC_ALL: 'C',
  TZ: 'UTC',
};
if (needed.has('python')) environment.TOUCHSTONE_PYTHON = checkers();
environment.PROPTEST_RNG_SEED ??= seed();

const SLOWEST = 10;
const durations = mkdtempSync(join(tmpdir(), 'touchstone-durations-'));

let passed = 0;
let skipped = 0;
let failed;
/** Steps that have been started and are not done. */
const running = new Map();
const stopAll = () => {
  for (const { stop } of running.values()) stop();
};
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => {
    stopAll();
    process.exit(code);
  });
}
for (const step of chosen) {
  const reason = reasonToSkip(step);
  if (reason !== undefined) {
    skipped += 1;
    console.log(`\n== ${step.name}: skipped, ${reason}`);
    continue;
  }
  for (const other of chosen) {
    if (other.beside === step.name && reasonToSkip(other) === undefined)
      running.set(other, begin(other, false));
  }
  const isBeside = running.has(step);
  console.log(`\n== ${step.name}: ${step.says}${isBeside ? `, begun with ${step.beside}` : ''}`);
  if (!isBeside) running.set(step, begin(step, true));
  const { ok, seconds, output } = await running.get(step).done;
  running.delete(step);
  process.stdout.write(output);
  console.log(`== ${step.name}: ${ok ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  if (!ok) {
    failed = step.name;
    break;
  }
  passed += 1;
}
stopAll();

const slow = slowest(
  steps.map((step) => join(durations, step.name)),
  SLOWEST,
);
rmSync(durations, { recursive: true });
if (slow.length > 0) console.log(`\nthe slowest tests of the page and the scripts:\n${slow.join('\n')}`);

const notReached = chosen.length - passed - skipped - (failed === undefined ? 0 : 1);
console.log('');
if (failed !== undefined) console.log(`failed: ${failed}`);
if (notReached > 0) console.log(`not reached: ${notReached}`);
const counted = [`${passed} passed`, `${failed === undefined ? 0 : 1} failed`];
if (skipped + notReached > 0) counted.push(`${skipped + notReached} skipped`);
console.log(counted.join(', '));
process.exitCode = failed === undefined ? 0 : 1;

function begin(step, toTerminal) {
  const commands = step.commands.map(([program, ...words]) => [
    program === 'python' ? environment.TOUCHSTONE_PYTHON : program,
    ...words,
  ]);
  const more = { [DURATIONS]: join(durations, step.name), ...step.environment };
  return start(commands, { ...environment, ...more }, toTerminal);
}

/** The seed of random cases: another for each commit, and the same for whoever tests that commit again. */
function seed() {
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  if (head.status !== 0) return undefined;
  const seed = String(Number.parseInt(head.stdout.slice(0, 12), 16));
  console.log(`random cases: PROPTEST_RNG_SEED=${seed}`);
  return seed;
}

/** The interpreter with what checks our results. */
function checkers() {
  try {
    return installCheckers();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`setup: ${error.message}`);
    process.exit(1);
  }
}

function reasonToSkip(step) {
  if (step.program && which(step.program) === undefined) return `as ${step.program} is not installed`;
  if (step.needs?.includes('wasm-lints') && !hasTarget()) return 'as rustup has no wasm target here';
  if (step.folders?.every((folder) => !existsSync(join(root, folder)))) return 'as there are none';
  return undefined;
}
