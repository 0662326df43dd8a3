/** Distinguishes errors that the core returns from traps that break it. */

/**
 * Whether the core returned an ordinary error and can go on. A panic throws its message as a bare string, a
 * trap throws a RuntimeError; after either, the instance must not be used.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && !(error instanceof WebAssembly.RuntimeError);
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
