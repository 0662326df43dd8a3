/** Long lists that are no grid show their beginning and say how much they leave out. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

/** How many rows are shown at most. */
export const MOST = 500;

/** The rows that a list shows. */
export function firstRows<T>(rows: T[]): T[] {
  return rows.length > MOST ? rows.slice(0, MOST) : rows;
}

type RestProps = {
  rows: unknown[];
  /** Which of them are shown. */
  which?: string;
  /** How others are seen. */
  hint?: string;
};

/** The word on those left out, if any are. */
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
