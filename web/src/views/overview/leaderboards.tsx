/** The most frequent values of each dimension. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCounted } from '../../base/format.ts';
import type { Leaderboard } from '../../engine/generated.ts';
import { Bars, barsOf } from '../../widgets/bars.tsx';
import { More } from '../../widgets/more.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { DIMENSIONS, formatName } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { BINS } from '../findings/over-time.tsx';
import { useSame } from '../same.ts';
import { filter } from '../state.ts';

type LeaderboardsProps = {
  boards: Leaderboard[];
  /** Number of leaders shown until a board is expanded. */
  few: number;
  /** The column of the expanded board. */
  expanded: string | null;
  onExpand(column: string | null): void;
};

/** Files have every value of a board, however many are on screen. */
const ALL = 0xffff_ffff;

/** The boards in page order. */
export function Leaderboards({ boards, few, expanded, onExpand }: LeaderboardsProps): JSX.Element {
  const order = Object.keys(DIMENSIONS);
  const sorted = boards
    .filter(({ column }) => order.includes(column))
    .sort((a, b) => order.indexOf(a.column) - order.indexOf(b.column));
  return (
    <div class="boards">
      {sorted.map((board) => (
        <Board
          key={board.column}
          board={board}
          few={few}
          expanded={expanded === board.column}
          onExpand={(more) => onExpand(more ? board.column : null)}
        />
      ))}
    </div>
  );
}

type BoardProps = { board: Leaderboard; few: number; expanded: boolean; onExpand(more: boolean): void };

/** One board. A moving brush changes boards many times a second, so unchanged ones are not redrawn. */
function Board({ board: newest, ...props }: BoardProps): JSX.Element {
  const board = useSame(newest);
  return useMemo(() => <BoardPanel {...props} board={board} />, [board, props.few, props.expanded]);
}

function BoardPanel({ board, few, expanded, onExpand }: BoardProps): JSX.Element {
  const { column, distinct, leaders } = board;
  const title = DIMENSIONS[column] ?? column;
  // A chosen value is always shown, however rare, so that it can be deselected.
  const shown = leaders.filter((leader, at) => expanded || at < few || leader.chosen || leader.excluded);
  return (
    <Panel
      title={title}
      class={expanded ? 'board expanded' : 'board'}
      aside={values(board)}
      menu={
        <ShownMenu
          title={title}
          question={() => ({
            ask: 'overview',
            filter: filter.value,
            bins: BINS,
            stack: 'outcome',
            leaders: ALL,
          })}
          part={['leaderboards', `column=${column}`]}
        />
      }
    >
      <Bars
        label={`${title}: events by value`}
        column={column}
        bars={barsOf(shown)}
        nameOf={column === 'format' ? formatName : String}
        onChoose={(value, choice) => choose(column, value, choice)}
      />
      <More of={title} shown={shown.length} total={distinct} expanded={expanded} onExpand={onExpand} />
    </Panel>
  );
}

/** How many values there are; events without one are no value. */
function values({ distinct, withoutValue }: Leaderboard): string {
  const named = formatCounted(distinct - (withoutValue ? 1 : 0), 'value');
  return withoutValue ? `${named} and (none)` : named;
}
