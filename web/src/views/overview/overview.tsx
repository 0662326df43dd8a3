/** The dashboard: figures, events over time, leaderboards. Each part filters all others. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import type { Figures as FigureValues } from '../../engine/generated.ts';
import { Figures } from '../../widgets/figures.tsx';
import { useAnswer } from '../ask.ts';
import { choose } from '../filter/edits.ts';
import { BINS } from '../findings/over-time.tsx';
import { NextLine } from '../start/next.tsx';
import { address, filter } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { Leaderboards } from './leaderboards.tsx';
import { SmallMultiples } from './small-multiples.tsx';
import { TimePanel } from './time.tsx';
import { WeekPanel } from './week.tsx';
import { zoomed } from './zoom.tsx';

const LEADERS = 8;
const MANY_LEADERS = 1000;

/** The panels that ask for themselves: the same elements each time, so that they are redrawn for their own answers only. */
const BELOW = (
  <>
    <WeekPanel />
    <SmallMultiples />
  </>
);

/** The view Overview. */
export function Overview(): JSX.Element {
  const [expanded, setExpanded] = useState<string | null>(null);
  const { answer, error } = useAnswer('overview', {
    ask: 'overview',
    filter: filter.value,
    bins: BINS,
    stack: address.value.stack,
    leaders: expanded === null ? LEADERS : MANY_LEADERS,
    zoom: zoomed.value,
  });
  if (error !== null) return <Refused error={error} />;
  if (!answer) return <div class="view" aria-busy="true" />;
  return (
    <div class="view">
      <NextLine />
      <KeyFigures figures={answer.figures} total={answer.totals.events} />
      <TimePanel histogram={answer.histogram} />
      {/* Under the chart, so that it stays under the pointer that emptied the selection. */}
      {answer.figures.events === 0 && <NothingSelected />}
      <Leaderboards boards={answer.leaderboards} few={LEADERS} expanded={expanded} onExpand={setExpanded} />
      {BELOW}
    </div>
  );
}

function KeyFigures({ figures, total }: { figures: FigureValues; total: number }): JSX.Element {
  return (
    <Figures
      label="Key figures of the selected events"
      figures={[
        {
          name: 'events',
          value: figures.events,
          label: `${figures.events === 1 ? 'event' : 'events'} of ${formatCount(total)}`,
        },
        { name: 'principals', value: figures.principals, label: plural(figures.principals, 'principal') },
        { name: 'services', value: figures.services, label: plural(figures.services, 'service') },
        {
          name: 'denied',
          value: figures.denied,
          label: 'denied',
          alarming: true,
          onChoose: outcome('denied'),
        },
        {
          name: 'failures',
          value: figures.failures,
          label: plural(figures.failures, 'failure'),
          onChoose: outcome('failure'),
        },
        {
          name: 'sourceAddresses',
          value: figures.sourceAddresses,
          label: plural(figures.sourceAddresses, 'source address', 'source addresses'),
        },
        { name: 'workspaces', value: figures.workspaces, label: plural(figures.workspaces, 'workspace') },
        ...(figures.undated > 0
          ? [{ name: 'undated', value: figures.undated, label: 'without a time' }]
          : []),
      ]}
    />
  );
}

/** A click on the figure of an outcome filters by it. */
function outcome(value: string): () => void {
  return () => choose('outcome', value);
}

function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
