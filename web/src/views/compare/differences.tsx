/** Values under two filters, the most surprising first. A number is a filter. */
import type { JSX } from 'preact';
import { formatCount, formatCounted, formatShare } from '../../base/format.ts';
import { shorten } from '../../base/text.ts';
import type { Change, ComparedSide, Difference } from '../../engine/generated.ts';
import { Value } from '../../widgets/value.tsx';
import { DIMENSIONS, formatName } from '../columns.ts';
import { selectGroup } from '../filter/edits.ts';
import { sideNames } from './sides.ts';

const MAX_CHARS = 80;

const CHANGES: Record<Change, string> = {
  new: 'new',
  gone: 'gone',
  more: 'more',
  less: 'less',
  same: 'same',
};

type TableProps = {
  label: string;
  differences: (Difference & { column: string })[];
  before: ComparedSide;
  after: ComparedSide;
  /** Whether all are of one column, which then is not named. */
  single?: boolean;
};

/** The table. */
export function DifferenceTable({ label, differences, before, after, single }: TableProps): JSX.Element {
  const [nameBefore, nameAfter] = sideNames(before, after);
  return (
    <table class="list differences" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{single ? 'Value' : 'Column and value'}</th>
          <th scope="col">Change</th>
          <th scope="col" class="numeric">
            {nameBefore}
          </th>
          <th scope="col" class="numeric">
            {nameAfter}
          </th>
          <th scope="col" class="numeric" title="Log-likelihood ratio G²">
            G²
          </th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one) => (
          <tr key={`${one.column} ${JSON.stringify(one.value)}`} data-values={JSON.stringify([one.value])}>
            <td>
              {!single && <span class="difference-column">{DIMENSIONS[one.column] ?? one.column}</span>}
              <Value
                text={
                  one.value === null
                    ? null
                    : shorten(one.column === 'format' ? formatName(one.value) : one.value, MAX_CHARS)
                }
                absent="(none)"
              />
            </td>
            <td>
              <span class="change" data-change={one.change}>
                {CHANGES[one.change]}
              </span>
            </td>
            <Count side={before} count={one.before} one={one} which="before" />
            <Count side={after} count={one.after} one={one} which="after" />
            <td class="numeric" data-surprise={one.surprise}>
              {formatSurprise(one.surprise)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CountProps = {
  side: ComparedSide;
  count: number;
  one: Difference & { column: string };
  which: string;
};

function Count({ side, count, one, which }: CountProps): JSX.Element {
  const share = formatShare(count, side.events);
  return (
    <td class="numeric" data-side={which} data-count={count}>
      {count === 0 ? (
        '0'
      ) : (
        <button
          type="button"
          class="value"
          title={`Show these ${formatCounted(count, 'event')}, ${share} of the side`}
          onClick={() => selectGroup(side.filter, [one.column], [one.value])}
        >
          {formatCount(count)}
        </button>
      )}
      <span class="difference-share"> {share}</span>
    </td>
  );
}

function formatSurprise(surprise: number): string {
  return surprise >= 100 ? formatCount(surprise) : surprise.toFixed(1);
}
