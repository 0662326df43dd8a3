/** A table's events grouped by one column or two: a row per group, with its events. */
import type { JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatCounted, formatShare, formatTime } from '../../base/format.ts';
import type { Groups, Question } from '../../engine/generated.ts';
import { Grid } from '../../widgets/grid/grid.tsx';
import type { Column, GridRow } from '../../widgets/grid/model.ts';
import { useAnswer } from '../ask.ts';
import { PARAMETER } from '../columns.ts';
import { choose, openGroup } from '../filter/edits.ts';
import { NothingSelected, Refused } from '../states.tsx';

/** As many groups as are shown; files have all of them. */
export const MOST_GROUPS = 10_000;

/** The question of a grouped table. */
export function groupsQuestion(
  service: string | null,
  filter: string,
  by: string[],
  most: number,
): Extract<Question, { ask: 'groups' }> {
  return { ask: 'groups', service, filter, by, most };
}

/** A column of groups is at most so wide. */
const MOST_CHARS = 46;

type GroupTableProps = {
  title: string;
  service: string | null;
  filter: string;
  by: string[];
  /** Events of the table. */
  total: number;
};

/** The table. Enter or a click opens a group's events. */
export function GroupTable({ title, service, filter, by, total }: GroupTableProps): JSX.Element {
  const question = groupsQuestion(service, filter, by, MOST_GROUPS);
  const { answer, error, stale } = useAnswer(`groups.${service ?? ''}`, question);
  if (error !== null) return <Refused error={error} />;
  if (!answer || (stale && answer.by.length !== by.length)) return <div class="grid" aria-busy="true" />;
  if (answer.total === 0) return <NothingSelected />;
  const rows = answer.groups.map((group, row) => groupRow(group, row, total));
  return (
    <>
      <Grid
        label={`${title}, grouped by ${by.join(' and ')}`}
        columns={columns(answer)}
        total={answer.groups.length}
        rowAt={(index) => rows[index]}
        onSpan={() => {}}
        subject={JSON.stringify(question)}
        onOpen={({ row }) => openGroup(answer.by, answer.groups[row]?.values ?? [])}
        onMark={({ row }, { id }, event) => {
          const at = answer.by.indexOf(id);
          if (at >= 0) choose(id, answer.groups[row]?.values[at] ?? null, choiceOf(event));
        }}
      />
      <p class="group-note">
        {formatCounted(answer.total, 'group')}
        {answer.total > answer.groups.length &&
          `; the ${formatCount(answer.groups.length)} with the most events are listed, files have all`}
        . Enter or a click shows the events of a group.
      </p>
    </>
  );
}

function columns({ by, groups }: Groups): Column[] {
  return [
    // All rows are here, so the longest value need not be on screen to be known.
    ...by.map((id, at) => ({
      id,
      title: id.replace(PARAMETER, ''),
      minChars: groups.reduce(
        (chars, { values }) => Math.min(MOST_CHARS, Math.max(chars, values[at]?.length ?? 0)),
        0,
      ),
    })),
    { id: ' events', title: 'events', numeric: true },
    { id: ' share', title: 'share', numeric: true },
    { id: ' first', title: 'first seen', minChars: 20 },
    { id: ' last', title: 'last seen', minChars: 20 },
  ];
}

function groupRow(group: Groups['groups'][number], row: number, total: number): GridRow {
  return {
    row,
    cells: [
      ...group.values,
      formatCount(group.events),
      formatShare(group.events, total),
      group.firstMs === null ? null : formatTime(group.firstMs),
      group.lastMs === null ? null : formatTime(group.lastMs),
    ],
  };
}
