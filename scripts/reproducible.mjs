// `node scripts/reproducible.mjs [--quick] [--like FILE]`: builds the page of the current commit twice, in
// two new folders of different depth, and fails unless the two files, and FILE if given, are equal.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runs } from './process.mjs';
import { ask, root } from './setup/machine.mjs';
import { setupOrExit } from './setup.mjs';

const { values: given } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, like: { type: 'string' } },
});
const wanted = given.like === undefined ? [] : [[given.like, readFileSync(given.like)]];
const { CARGO_TARGET_DIR: _, ...environment } = setupOrExit();
const folder = mkdtempSync(join(tmpdir(), 'touchstone-twice-'));
let pages;
try {
  pages = ['first', 'another/and/deeper'].map((name) => [name, build(join(folder, name))]);
} finally {
  rmSync(folder, { recursive: true });
}
const files = [...wanted, ...pages];
for (const [name, bytes] of files) {
  console.log(`${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
}
const differ = files.some(([, bytes]) => !bytes.equals(files[0][1]));
console.log(differ ? 'the builds differ' : 'the builds are equal');
process.exitCode = differ ? 1 : 0;

function build(place) {
  const cloned = ask('git', ['clone', '--quiet', '--no-hardlinks', root, place]);
  if (!cloned.ok) throw new Error(`git clone: ${cloned.complaint}`);
  const commands = [
    ['npm', 'ci', '--prefix', place],
    [
      ...['cargo', 'run', '--quiet', '--manifest-path', join(place, 'Cargo.toml'), '--bin', 'xtask', '--'],
      ...['build', ...(given.quick ? ['--quick'] : [])],
    ],
  ];
  for (const command of commands) {
    if (!runs(command, environment, place)) throw new Error(`${command.join(' ')} failed`);
  }
  return readFileSync(join(place, 'dist/touchstone.html'));
}
