/** Long lists outside of grids show their start and say how much is missing. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

/** Maximum number of rows shown. */
export const MAX_ROWS = 500;

/** The rows to show. */
export function firstRows<T>(rows: T[]): T[] {
  return rows.length > MAX_ROWS ? rows.slice(0, MAX_ROWS) : rows;
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
  if (rows.length <= MAX_ROWS) return null;
  return (
    <p class="empty">
      The {which} {formatCount(MAX_ROWS)} of {formatCount(rows.length)}; {hint}.
    </p>
  );
}
