// The system's C compiler, which Rust links programs with. What is C is compiled by it natively, and for wasm32 by clang.

import { which } from './machine.mjs';

/** The program that cargo calls to link, or undefined. */
export function findLinker() {
  return which('cc');
}
