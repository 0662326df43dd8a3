// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** A table's events by the values of two columns: a row for each of one, a column for each of the other. */
import type { JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatCounted, formatShare } from '../../base/format.ts';
import { shorten, visible } from '../../base/text.ts';
import type { Crosstab, Question } from '../../engine/generated.ts';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { PARAMETER } from '../columns.ts';
import { choose, openGroup } from '../filter/edits.ts';
import { address, go } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';

/** As many are shown. */
const ROWS = 200;
const COLUMNS = 24;

/** As many are in files. */
export const FILE_ROWS = 0xffff_ffff;
export const FILE_COLUMNS = 1000;

const MAX_CHARS = 28;

/** The question of a cross table. */
export function crosstabQuestion(
  service: string | null,
  filter: string,
  by: [string, string],
  rows = ROWS,
  columns = COLUMNS,
): Extract<Question, { ask: 'crosstab' }> {
  return { ask: 'crosstab', service, filter, by, rows, columns };
}

/** Chooses between a list of groups and a cross table. */
export function CrossSwitch(): JSX.Element {
  const { cross } = address.value;
  return (
    <span class="switch" role="group" aria-label="Layout of the groups">
      <button type="button" aria-pressed={!cross} onClick={() => go({ cross: false }, 'replace')}>
        List
      </button>
      <button type="button" aria-pressed={cross} onClick={() => go({ cross: true }, 'replace')}>
        Cross table
      </button>
    </span>
  );
}

type CrossTableProps = {
  title: string;
  service: string | null;
  filter: string;
  by: [string, string];
};

/** The table. A click on a count opens its events, one on a heading filters by it. */
export function CrossTable({ title, service, filter, by }: CrossTableProps): JSX.Element {
  const { answer, error } = useAnswer(`crosstab.${service ?? ''}`, crosstabQuestion(service, filter, by));
  if (error !== null) return <Refused error={error} />;
  if (!answer) return <div class="crosstab" aria-busy="true" />;
  if (answer.events === 0) return <NothingSelected />;
  const { columns, rows, totalRows, totalColumns } = answer;
  const most = rows.reduce((max, { counts }) => counts.reduce((a, b) => Math.max(a, b), max), 0);
  const others = totalColumns - columns.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reached by keys to be scrolled. */}
      <div class="crosstab" tabIndex={0} role="region" aria-label={`${title}, cross table`}>
        <table class="list" aria-label={`${title}: ${by.map(visible).join(' by ')}`}>
          <thead>
            <tr>
              <th scope="col">
                {name(by[0])} \ {name(by[1])}
              </th>
              {columns.map(({ value }) => (
                <th key={JSON.stringify(value)} scope="col" class="numeric">
                  <Heading column={by[1]} value={value} />
                </th>
              ))}
              {others > 0 && (
                <th scope="col" class="numeric">
                  {formatCount(others)} others
                </th>
              )}
              <th scope="col" class="numeric">
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={JSON.stringify(row.value)} row={row} answer={answer} most={most} others={others} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="group-note">
        {formatCounted(totalRows, 'row')}
        {totalRows > rows.length && ` (the ${formatCount(rows.length)} with the most events)`} by{' '}
        {formatCounted(totalColumns, 'column')}
        {others > 0 && ` (the ${formatCount(columns.length)} with the most events)`}. A count opens its
        events, a heading filters by it.
      </p>
    </>
  );
}

type RowProps = { row: Crosstab['rows'][number]; answer: Crosstab; most: number; others: number };

function Row({ row, answer, most, others }: RowProps): JSX.Element {
  const { by, columns, events } = answer;
  const open = (column: string | null): void => openGroup(by, [row.value, column]);
  return (
    <tr data-value={JSON.stringify(row.value)}>
      <th scope="row">
        <Heading column={by[0] ?? ''} value={row.value} />
      </th>
      {columns.map(({ value }, at) => {
        const count = row.counts[at] ?? 0;
        return (
          <td
            key={JSON.stringify(value)}
            class="numeric cross-cell"
            data-count={count}
            style={{ '--strength': (most > 0 ? Math.sqrt(count / most) : 0).toFixed(3) }}
          >
            {count > 0 && (
              <button
                type="button"
                class="value"
                title={`Show the ${formatCounted(count, 'event')} of ${shown(row.value)} and ${shown(value)}`}
                onClick={() => open(value)}
              >
                {formatCount(count)}
              </button>
            )}
          </td>
        );
      })}
      {others > 0 && <td class="numeric">{row.others > 0 && formatCount(row.others)}</td>}
      <td class="numeric" data-count={row.events} title={formatShare(row.events, events)}>
        {formatCount(row.events)}
      </td>
    </tr>
  );
}

function Heading({ column, value }: { column: string; value: string | null }): JSX.Element {
  return (
    <button
      type="button"
      class="value"
      title={`Filter by ${name(column)} ${shown(value)}`}
      onClick={(event) => choose(column, value, choiceOf(event))}
    >
      <Value text={value === null ? null : shorten(value, MAX_CHARS)} absent="(none)" />
    </button>
  );
}

function name(column: string): string {
  return visible(column.replace(PARAMETER, ''));
}

function shown(value: string | null): string {
  return value === null ? '(none)' : value === '' ? '(empty)' : visible(value);
}
