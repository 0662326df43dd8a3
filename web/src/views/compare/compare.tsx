/** The view Compare: two filters or two spans side by side over the boards of the overview. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount, formatCounted, formatTime, isoTime } from '../../base/format.ts';
import type { ComparedBoard, ComparedSide, Filter } from '../../engine/generated.ts';
import { More } from '../../widgets/more.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { DIMENSIONS } from '../columns.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { applyBoth, splitTime } from '../filter/edits.ts';
import { parse } from '../filter/parsed.ts';
import { notice } from '../saving.ts';
import { address, filter, go } from '../state.ts';
import { Refused } from '../states.tsx';
import { DifferenceTable } from './differences.tsx';
import { sideNames } from './sides.ts';

const FEW = 8;
const MANY = 500;

/** The view. */
export function Compare(): JSX.Element {
  const [expanded, setExpanded] = useState<string | null>(null);
  const { against } = address.value;
  const { answer, error } = useAnswer('compare', {
    ask: 'compare',
    filter: filter.value,
    against,
    most: expanded === null ? FEW : MANY,
  });
  if (error !== null) {
    return (
      <>
        <Refused error={error} />
        {against !== null && (
          <button type="button" class="button small" onClick={() => go({ against: null })}>
            Compare with what was before
          </button>
        )}
      </>
    );
  }
  if (!answer) return <div class="view" aria-busy="true" />;
  const { before, after, both, boards } = answer;
  const [nameBefore, nameAfter] = sideNames(before, after);
  return (
    <div class="view compare">
      <div class="sides">
        <Side
          which="before"
          name={nameBefore}
          side={before}
          onFilter={(text) => applyBoth(after.filter, text)}
        />
        <button
          type="button"
          class="button small"
          title="Exchange the sides"
          onClick={() => applyBoth(before.filter, after.filter)}
        >
          ⇄ Exchange
        </button>
        <Side
          which="after"
          name={nameAfter}
          side={after}
          onFilter={(text) => applyBoth(text, before.filter)}
        />
      </div>
      <Split before={before} after={after} />
      <p class="compare-note">
        A value is new if no event of {nameBefore} has it, gone if none of {nameAfter} has; more and less are
        by its share of the side’s events. The order is the log-likelihood ratio G² of each value against all
        others: 10.8 and more would come about by chance once in a thousand, if events were independent, which
        those of one session are not.
        {both > 0 && ` ${formatCounted(both, 'event')} on both sides are counted on each.`}
        {against === null &&
          ' The sides are the filter’s time and the time before, or the halves of its time.'}
        {against !== null && (
          <>
            {' '}
            <button type="button" class="button small" onClick={() => go({ against: null })}>
              Compare with what was before
            </button>
          </>
        )}
      </p>
      {before.events + after.events === 0 ? (
        <Empty>Neither side has an event.</Empty>
      ) : (
        <div class="compare-boards">
          {boards.map((board) => (
            <Board
              key={board.column}
              board={board}
              before={before}
              after={after}
              expanded={expanded === board.column}
              onExpand={(more) => setExpanded(more ? board.column : null)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Cuts the filter's time in two at a time of choice. */
function Split({ before, after }: { before: ComparedSide; after: ComparedSide }): JSX.Element | null {
  const known = (times: (number | null)[]): number[] => times.filter((time) => time !== null);
  const times = known([before.firstMs, before.lastMs, after.firstMs, after.lastMs]);
  const [from, until] = [Math.min(...times), Math.max(...times) + 1];
  const split = after.firstMs ?? from;
  const input = useRef<HTMLInputElement>(null);
  const cut = (): void => {
    const splitMs = Date.parse(`${input.current?.value}Z`);
    if (splitMs > from && splitMs < until) void splitTime(after.filter, from, splitMs, until);
    else notice.value = { text: 'Nothing to compare: no event is on one side of that time', error: true };
  };
  if (times.length === 0) return null;
  return (
    <p class="split">
      <label>
        Split the time at{' '}
        <input
          type="datetime-local"
          ref={input}
          step={1}
          value={isoTime(split)?.slice(0, 19)}
          onKeyDown={(event) => event.key === 'Enter' && cut()}
        />{' '}
        UTC
      </label>{' '}
      <button type="button" class="button small" onClick={cut}>
        Split
      </button>
    </p>
  );
}

type SideProps = {
  which: 'before' | 'after';
  name: string;
  side: ComparedSide;
  onFilter(text: Filter): void;
};

/** A side: its filter, which can be edited, and what it selects. */
function Side({ which, name, side, onFilter }: SideProps): JSX.Element {
  const [text, setText] = useState(side.filter);
  const [mistake, setMistake] = useState<string | null>(null);
  useEffect(() => {
    setText(side.filter);
    setMistake(null);
  }, [side.filter]);
  const submit = async (): Promise<void> => {
    const parsed = await parse(`compare.${which}`, text);
    if (parsed.filter === null) setMistake(parsed.error?.message ?? 'This is no filter.');
    else onFilter(parsed.filter);
  };
  const label = `${name}: filter`;
  return (
    <section class="panel side" aria-label={name} data-side={which}>
      <div class="side-filter">
        <label>
          <b>{name}</b>
          <input
            aria-label={label}
            aria-invalid={mistake !== null}
            placeholder="every event"
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={({ key }) => key === 'Enter' && void submit()}
          />
        </label>
        <button
          type="button"
          class="button small"
          disabled={text === side.filter}
          onClick={() => void submit()}
        >
          Apply
        </button>
      </div>
      {mistake !== null && (
        <p class="side-mistake" role="alert">
          {mistake}
        </p>
      )}
      <p class="entity-span">
        <b data-figure={`${which}-events`}>{formatCount(side.events)}</b>{' '}
        {side.events === 1 ? 'event' : 'events'}
        {side.firstMs !== null && side.lastMs !== null && (
          <>
            , {formatTime(side.firstMs)} – {formatTime(side.lastMs)}
          </>
        )}
      </p>
    </section>
  );
}

type BoardProps = {
  board: ComparedBoard;
  before: ComparedSide;
  after: ComparedSide;
  expanded: boolean;
  onExpand(more: boolean): void;
};

function Board({ board, before, after, expanded, onExpand }: BoardProps): JSX.Element {
  const { column, total } = board;
  const title = DIMENSIONS[column] ?? column;
  const shown = expanded ? board.differences : board.differences.slice(0, FEW);
  const counts = [
    ['new', board.new],
    ['gone', board.gone],
    ['more', board.more],
    ['less', board.less],
    ['same', board.same],
  ] as const;
  return (
    <Panel
      title={title}
      class="entity-board"
      aside={
        <span>
          {counts
            .filter(([, count]) => count > 0)
            .map(([name, count]) => `${formatCount(count)} ${name}`)
            .join(', ')}
        </span>
      }
      menu={
        <ShownMenu
          title={titleOf(`Compared by ${title}`, total)}
          question={{ ask: 'compare', filter: after.filter, against: before.filter, most: MOST_ROWS }}
          part={['boards', `column=${column}`, 'differences']}
        />
      }
    >
      <div data-board={column}>
        <DifferenceTable
          label={title}
          differences={shown.map((difference) => ({ column, ...difference }))}
          before={before}
          after={after}
          single
        />
      </div>
      <More of={title} shown={shown.length} total={total} expanded={expanded} onExpand={onExpand} />
    </Panel>
  );
}
