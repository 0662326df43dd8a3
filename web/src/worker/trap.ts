/** Tells what the core refuses from what has broken it. */

/**
 * Whether the core has answered with a plain error, and goes on. A panic throws its message as a bare string, and a
 * trap a RuntimeError: after either the instance must not be used.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && !(error instanceof WebAssembly.RuntimeError);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
