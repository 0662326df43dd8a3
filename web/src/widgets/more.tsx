/** The button below the beginning of a list, which shows more of it or less. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';

type MoreProps = {
  /** What the list holds, for the button's name. */
  of: string;
  /** How many entries are shown, of how many. */
  shown: number;
  total: number;
  expanded: boolean;
  onExpand(expanded: boolean): void;
};

/** The button; none below a list that is shown whole. */
export function More({ of, shown, total, expanded, onExpand }: MoreProps): JSX.Element | null {
  if (!expanded && total <= shown) return null;
  const words = expanded ? fewer(shown, total) : `${formatCount(total - shown)} more`;
  return (
    <button
      type="button"
      class="more"
      aria-expanded={expanded}
      aria-label={`${words}: ${of}`}
      onClick={() => onExpand(!expanded)}
    >
      {words}
    </button>
  );
}

/** The note that an expanded list still has not every entry. */
function fewer(shown: number, total: number): string {
  const all = shown >= total;
  return all ? 'Show fewer' : `The first ${formatCount(shown)} of ${formatCount(total)}; show fewer`;
}
