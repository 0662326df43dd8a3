// The C compiler for zstd in the wasm core. Apple's clang has no wasm backend; Homebrew's llvm has.

import { dirname, join } from 'node:path';
import { ask, isExecutable, isMac, which } from './machine.mjs';

const HOMEBREW = ['/opt/homebrew/opt/llvm/bin/clang', '/usr/local/opt/llvm/bin/clang'];

/** A clang that can compile for wasm32, or undefined. */
export function findClang() {
  const candidates = [which('clang'), ...(isMac ? HOMEBREW.filter(isExecutable) : [])];
  return candidates.find(
    (clang) => clang !== undefined && ask(clang, ['--print-targets']).text.includes('wasm32'),
  );
}

/** What cargo's build scripts need to find it, where it is not the first clang in PATH. */
export function clangEnvironment() {
  const clang = findClang();
  if (clang === undefined || clang === which('clang')) return {};
  return {
    CC_wasm32_unknown_unknown: clang,
    AR_wasm32_unknown_unknown: join(dirname(clang), 'llvm-ar'),
  };
}
