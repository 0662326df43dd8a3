/** What a link was made on: how many files, and a short hash of their contents, whatever their names and order. */

/** `3.1q7z0k2m` for files of these SHA-256; null while one is missing. */
export function basisOf(hashes: (string | null)[]): string | null {
  if (hashes.length === 0 || hashes.some((hash) => hash === null)) return null;
  // The hashes are even, so their sum is; it does not depend on their order.
  const sum = hashes.reduce((all, hash) => (all + BigInt(`0x${hash}`)) & MASK, 0n);
  return `${hashes.length}.${sum.toString(36)}`;
}

/** How many files a basis has; null if it is none. */
export function filesOf(basis: string): number | null {
  const found = /^(\d{1,7})\.[0-9a-z]{1,13}$/.exec(basis);
  return found ? Number(found[1]) : null;
}

const MASK = (1n << 64n) - 1n;
