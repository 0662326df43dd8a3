/** How high counts are drawn: as they are, or as logarithms, where few events beside many can be seen. */

/** The height of a count. Nothing has no height, and one event has some. */
export function heightOf(count: number, log: boolean): number {
  return log ? Math.log10(1 + count) : count;
}

/** The count of a height. */
export function countOf(height: number, log: boolean): number {
  return log ? Math.round(10 ** height - 1) : height;
}

/** The counts marked on a logarithmic axis up to the largest: none, one, and powers of ten. */
export function logTicks(top: number): number[] {
  const ticks = [0];
  for (let tick = 1; tick <= Math.max(1, top); tick *= 10) ticks.push(tick);
  return ticks;
}
