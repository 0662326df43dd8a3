// The clang that the set-up chooses for wasm32, on simulated machines: an empty PATH with a few scripts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { clangEnvironment, findClang } from '../../scripts/setup/clang.mjs';
import { isMac, root } from '../../scripts/setup/machine.mjs';

const folders = [];
const { PATH } = process.env;
const named = process.env.CC_wasm32_unknown_unknown;
delete process.env.CC_wasm32_unknown_unknown;

/** Makes these programs, each printing a text, the only ones in PATH. */
function machineWith(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-clang-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${text}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  process.env.PATH = folder;
  return folder;
}

afterEach(() => {
  process.env.PATH = PATH;
  delete process.env.CC_wasm32_unknown_unknown;
});
after(() => {
  if (named !== undefined) process.env.CC_wasm32_unknown_unknown = named;
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('a clang in PATH that compiles for wasm32 is taken as it is', () => {
  const folder = machineWith({ clang: 'x86-64 wasm32' });
  assert.equal(findClang(), join(folder, 'clang'));
  assert.deepEqual(clangEnvironment(), {});
});

test('neither gcc nor a clang without a wasm backend will do', {
  skip: isMac && 'Homebrew may have one',
}, () => {
  machineWith({ cc: 'wasm32', gcc: 'wasm32', clang: 'x86-64 arm64' });
  assert.equal(findClang(), undefined);
  assert.deepEqual(clangEnvironment(), {});
});

test('a compiler that a person names has the first word, and stays', () => {
  machineWith({ clang: 'x86-64 wasm32' });
  process.env.CC_wasm32_unknown_unknown = '/opt/llvm/bin/clang';
  assert.equal(findClang(), '/opt/llvm/bin/clang');
  assert.deepEqual(clangEnvironment(), {});
});

test('without clang and without apt, one line says what to install', {
  skip: isMac && 'Homebrew may have one',
}, () => {
  const text = 'rustc 99.0.0';
  const folder = machineWith({ cc: '', cargo: text, rustc: text });
  const run = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], {
    encoding: 'utf8',
    env: { PATH: folder, CARGO_HOME: folder },
  });
  assert.equal(run.status, 1);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, /^setup: missing: a clang that compiles for wasm32; .+\n$/);
});
