/** What the sides of a comparison are called. */
import type { ComparedSide } from '../../engine/generated.ts';

export type SideNames = readonly [before: string, after: string];

/** Before and After if every event of one side precedes those of the other, A and B if not. */
export function sideNames(before: ComparedSide, after: ComparedSide): SideNames {
  const inOrder = before.lastMs === null || after.firstMs === null || before.lastMs <= after.firstMs;
  return inOrder ? ['Before', 'After'] : ['A', 'B'];
}
