// The C compiler for wasm32. zstd, which Parquet files and .zst archives need, is the one thing in the core that is C.
// gcc has no wasm backend, nor has Apple's clang; Debian's and Homebrew's clang have.

import { dirname, join } from 'node:path';
import { ask, isExecutable, isMac, which } from './machine.mjs';

/** Where the build scripts of crates look first; else they take the first clang in PATH. */
const VARIABLE = 'CC_wasm32_unknown_unknown';

const HOMEBREW = ['/opt/homebrew/opt/llvm/bin/clang', '/usr/local/opt/llvm/bin/clang'];

/** A clang that can compile for wasm32, or undefined; the variable CC_wasm32_unknown_unknown has the first word. */
export function findClang() {
  const named = process.env[VARIABLE];
  if (named) return named;
  const candidates = [which('clang'), ...(isMac ? HOMEBREW.filter(isExecutable) : [])];
  return candidates.find((clang) => clang !== undefined && hasWasm(clang));
}

function hasWasm(clang) {
  return ask(clang, ['--print-targets']).text.includes('wasm32');
}

/** What cargo's build scripts need to find it, where it is not the first clang in PATH. */
export function clangEnvironment() {
  const clang = findClang();
  if (process.env[VARIABLE] || clang === undefined || clang === which('clang')) return {};
  return { [VARIABLE]: clang, AR_wasm32_unknown_unknown: join(dirname(clang), 'llvm-ar') };
}
