// The system's C compiler, which Rust links programs with. Nothing for wasm32 is compiled from C.

import { which } from './machine.mjs';

/** The program that cargo calls to link, or undefined. */
export function findLinker() {
  return which('cc');
}
