/** Long lists outside of grids show their start and say how much is missing. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

/** Maximum number of rows shown. */
export const MOST = 500;

/** The rows to show. */
export function firstRows<T>(rows: T[]): T[] {
  return rows.length > MOST ? rows.slice(0, MOST) : rows;
}

type RestProps = {
  rows: unknown[];
  /** Which rows are shown. */
  which?: string;
  /** How to see the others. */
  hint?: string;
};

/** The note on missing rows, if any. */
export function Rest({
  rows,
  which = 'first',
  hint = 'filter to see others',
}: RestProps): JSX.Element | null {
  if (rows.length <= MOST) return null;
  return (
    <p class="empty">
      The {which} {formatCount(MOST)} of {formatCount(rows.length)}; {hint}.
    </p>
  );
}
