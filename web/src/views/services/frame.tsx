/** One gold frame: its size, analysis (for some services), actions, keys and table. */
import type { JSX } from 'preact';
import { formatCounted } from '../../base/format.ts';
import type { Gold, Question } from '../../engine/generated.ts';
import { Bars, barsOf } from '../../widgets/bars.tsx';
import { Figures } from '../../widgets/figures.tsx';
import { Fold } from '../../widgets/fold.tsx';
import { binCount } from '../../widgets/histogram/stack.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { useAnswer } from '../ask.ts';
import { GOLD_COLUMNS } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { BINS } from '../findings/over-time.tsx';
import { meaningText } from '../meaning.tsx';
import { OUTCOMES } from '../overview/time.tsx';
import { useSame } from '../same.ts';
import { filter } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { FrameTable } from '../table/frame-table.tsx';
import { TimeHistogram } from '../time-histogram.tsx';
import { AccountsAnalysis } from './accounts.tsx';
import { Breakdowns } from './breakdowns.tsx';
import { ClustersAnalysis } from './clusters.tsx';
import { Keys } from './keys.tsx';
import { serviceName } from './services.tsx';

/** Number of request parameters that a table shows by default: the most frequent. */
const FIRST_KEYS = 8;

/** The page of a gold frame. */
export function Frame({ service, rows }: { service: string; rows: number }): JSX.Element {
  const question = { ask: 'gold', service, filter: filter.value, bins: BINS } as const;
  const { answer, error } = useAnswer(`gold.${service}`, question);
  if (error !== null) return <Refused error={error} />;
  if (!answer) return <div class="view" aria-busy="true" />;
  const meanings = new Map(answer.actions.map(({ value }, at) => [value, answer.actionMeanings[at] ?? null]));
  return (
    <div class="view">
      <h1 class="view-title">{serviceName(service)}</h1>
      <p class="view-meaning">{meaningText(answer.meaning)}</p>
      <Figures
        label={`Figures of ${serviceName(service)}`}
        figures={[
          { name: 'selected', value: answer.selected, label: `of ${formatCounted(rows, 'event')}` },
          {
            name: 'denied',
            value: answer.figures.denied,
            label: 'denied',
            alarming: true,
            onChoose: () => choose('outcome', 'denied'),
          },
          {
            name: 'failures',
            value: answer.figures.failures,
            label: 'failures',
            onChoose: () => choose('outcome', 'failure'),
          },
          { name: 'principals', value: answer.figures.principals, label: 'principals' },
          { name: 'sourceAddresses', value: answer.figures.sourceAddresses, label: 'source addresses' },
          { name: 'actions', value: answer.actions.length, label: 'actions' },
          { name: 'keys', value: answer.keys.length, label: 'request parameters' },
        ]}
      />
      <OverTime service={service} histogram={answer.histogram} question={question} />
      {answer.selected === 0 && <NothingSelected what="row of this frame" />}
      {service === 'clusters' && <ClustersAnalysis />}
      {service === 'accounts' && <AccountsAnalysis />}
      {answer.selected > 0 && <Breakdowns service={service} />}
      <div class="columns-1-3">
        <div class="stacked">
          <Panel
            title="Actions"
            aside={formatCounted(answer.actions.length, 'value')}
            menu={
              <ShownMenu
                title={`Actions of ${serviceName(service)}`}
                question={question}
                part={['actions']}
              />
            }
          >
            <Fold of="Actions">
              <Bars
                label="Actions: rows by value"
                column="action_name"
                bars={barsOf(firstRows(answer.actions))}
                meaningOf={(value) => meaningText(meanings.get(value) ?? null)}
                onChoose={(value, choice) => choose('action_name', value, choice)}
              />
            </Fold>
            <Rest rows={answer.actions} />
          </Panel>
          <Panel
            title="Outcomes"
            menu={
              <ShownMenu
                title={`Outcomes of ${serviceName(service)}`}
                question={question}
                part={['outcomes']}
              />
            }
          >
            <Bars
              label="Outcomes: rows by value"
              column="outcome"
              bars={barsOf(answer.outcomes)}
              onChoose={(value, choice) => choose('outcome', value, choice)}
            />
          </Panel>
        </div>
        <Keys
          keys={answer.keys}
          selected={answer.selected}
          menu={
            <ShownMenu
              title={`Request parameters of ${serviceName(service)}`}
              question={question}
              part={['keys']}
            />
          }
        />
      </div>
      <FrameTable
        service={service}
        title={`Events of ${serviceName(service)}`}
        columns={firstColumns(answer)}
        of={rows}
      />
    </div>
  );
}

type OverTimeProps = {
  service: string;
  histogram: Gold['histogram'];
  question: Extract<Question, { ask: 'gold' }>;
};

/** Its events over time, by outcome. */
function OverTime({ service, histogram: newest, question }: OverTimeProps): JSX.Element {
  // A moved time range does not change the bars.
  const histogram = useSame(newest);
  const place = (name: string): number => OUTCOMES.indexOf(name);
  const title = `Events of ${serviceName(service)} over time`;
  if (binCount(histogram) === 0 || histogram.series.length === 0) {
    return (
      <Panel title="Events over time, by outcome">
        <Empty>No selected event of this service has a time.</Empty>
      </Panel>
    );
  }
  return (
    <TimeHistogram
      heading="Events over time, by outcome"
      title={title}
      bins={histogram}
      question={question}
      rank={noRank}
      place={place}
    />
  );
}

/** Colours of outcomes are their own. */
function noRank(): null {
  return null;
}

/** The frame's fixed columns and its most frequent keys, in the frame's order. */
function firstColumns({ keys }: Gold): string[] {
  const fullest = [...keys].sort((a, b) => b.filled - a.filled).slice(0, FIRST_KEYS);
  return [...GOLD_COLUMNS, ...keys.filter((key) => fullest.includes(key)).map(({ column }) => column)];
}
