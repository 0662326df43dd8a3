/** A share as a short bar; the number beside it serves screen readers. */
import type { JSX } from 'preact';

/** The bar. */
export function ShareBar({ part, whole }: { part: number; whole: number }): JSX.Element {
  const share = whole > 0 ? Math.min(1, part / whole) : 0;
  return (
    <span class="share" aria-hidden="true">
      <span style={{ width: `${(share * 100).toFixed(2)}%` }} />
    </span>
  );
}
