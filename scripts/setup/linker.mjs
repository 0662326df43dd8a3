// The system's C compiler, which Rust uses as linker. It also compiles C code natively; clang compiles it for
// wasm32.

import { which } from './machine.mjs';

/** The program that cargo calls to link, or undefined. */
export function findLinker() {
  return which('cc');
}
