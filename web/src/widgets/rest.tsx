/** Long lists that are no grid show their beginning and say how much they leave out. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

const MOST = 500;

/** The rows that a list shows. */
export function firstRows<T>(rows: T[]): T[] {
  return rows.length > MOST ? rows.slice(0, MOST) : rows;
}

/** The word on those left out, if any are. */
export function Rest({ rows }: { rows: unknown[] }): JSX.Element | null {
  if (rows.length <= MOST) return null;
  return (
    <p class="empty">
      The first {formatCount(MOST)} of {formatCount(rows.length)}; filter to see others.
    </p>
  );
}
