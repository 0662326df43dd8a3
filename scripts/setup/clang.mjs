// The C compiler for wasm32. zstd, used by Parquet files and .zst archives, is the only C code in the core.
// gcc and Apple's clang have no wasm backend; Debian's and Homebrew's clang do.

import { dirname, join } from 'node:path';
import { ask, isExecutable, isMac, which } from './machine.mjs';

/** The variable that build scripts of crates read first; without it they use the first clang in PATH. */
const VARIABLE = 'CC_wasm32_unknown_unknown';

const HOMEBREW = ['/opt/homebrew/opt/llvm/bin/clang', '/usr/local/opt/llvm/bin/clang'];

/**
 * A clang that can compile for wasm32, or undefined; the variable CC_wasm32_unknown_unknown takes precedence.
 */
export function findClang() {
  const named = process.env[VARIABLE];
  if (named) return named;
  const candidates = [which('clang'), ...(isMac ? HOMEBREW.filter(isExecutable) : [])];
  return candidates.find((clang) => clang !== undefined && hasWasm(clang));
}

function hasWasm(clang) {
  return ask(clang, ['--print-targets']).text.includes('wasm32');
}

/** The environment for cargo's build scripts, if that clang is not the first in PATH. */
export function clangEnvironment() {
  const clang = findClang();
  if (process.env[VARIABLE] || clang === undefined || clang === which('clang')) return {};
  return { [VARIABLE]: clang, AR_wasm32_unknown_unknown: join(dirname(clang), 'llvm-ar') };
}
