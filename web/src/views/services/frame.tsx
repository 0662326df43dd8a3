/** One gold frame: its size, analysis (for some services), actions, keys and table. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../base/format.ts';
import type { Gold } from '../../engine/generated.ts';
import { Bars, barsOf } from '../../widgets/bars.tsx';
import { Figures } from '../../widgets/figures.tsx';
import { Fold } from '../../widgets/fold.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { useAnswer } from '../ask.ts';
import { GOLD_COLUMNS } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { meaningText } from '../meaning.tsx';
import { filter } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { FrameTable } from '../table/frame-table.tsx';
import { AccountsAnalysis } from './accounts.tsx';
import { Breakdowns } from './breakdowns.tsx';
import { ClustersAnalysis } from './clusters.tsx';
import { Keys } from './keys.tsx';
import { serviceName } from './services.tsx';

/** Number of request parameters that a table shows by default: the most frequent. */
const FIRST_KEYS = 8;

/** The page of a gold frame. */
export function Frame({ service, rows }: { service: string; rows: number }): JSX.Element {
  const { answer, error } = useAnswer(`gold.${service}`, { ask: 'gold', service, filter: filter.value });
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
          { name: 'selected', value: answer.selected, label: `of ${formatCount(rows)} events` },
          { name: 'actions', value: answer.actions.length, label: 'actions' },
          { name: 'keys', value: answer.keys.length, label: 'request parameters' },
        ]}
      />
      {answer.selected === 0 && <NothingSelected what="row of this frame" />}
      {service === 'clusters' && <ClustersAnalysis />}
      {service === 'accounts' && <AccountsAnalysis />}
      {answer.selected > 0 && <Breakdowns service={service} />}
      <div class="columns-1-3">
        <Panel
          title="Actions"
          aside={formatCounted(answer.actions.length, 'value')}
          menu={
            <ShownMenu
              title={`Actions of ${serviceName(service)}`}
              question={{ ask: 'gold', service, filter: filter.value }}
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
        <Keys
          keys={answer.keys}
          selected={answer.selected}
          menu={
            <ShownMenu
              title={`Request parameters of ${serviceName(service)}`}
              question={{ ask: 'gold', service, filter: filter.value }}
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

/** The frame's fixed columns and its most frequent keys, in the frame's order. */
function firstColumns({ keys }: Gold): string[] {
  const fullest = [...keys].sort((a, b) => b.filled - a.filled).slice(0, FIRST_KEYS);
  return [...GOLD_COLUMNS, ...keys.filter((key) => fullest.includes(key)).map(({ column }) => column)];
}
