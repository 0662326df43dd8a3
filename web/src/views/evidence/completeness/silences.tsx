/** The silences, each in a sentence, with the events around it a click away. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../../base/format.ts';
import { capital, sentence, visible } from '../../../base/text.ts';
import type { Doubts, Silence } from '../../../engine/generated.ts';
import { Fold } from '../../../widgets/fold.tsx';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { firstRows, Rest } from '../../../widgets/rest.tsx';
import { ShownMenu } from '../../export.tsx';
import { chooseSeries } from '../../filter/edits.ts';

const DAY_MS = 86_400_000;

/** The panel. */
export function Silences({ silences, doubts }: { silences: Silence[]; doubts: Doubts }): JSX.Element {
  const { judged, unjudged } = doubts;
  return (
    <Panel
      title="Silences"
      aside={formatCounted(silences.length, 'silence')}
      menu={<ShownMenu title="Silences" question={{ ask: 'completeness' }} part={['silences']} />}
    >
      <p class="note">
        {formatCount(judged)} of{' '}
        {formatCounted(judged + unjudged, 'workspace or service', 'workspaces and services')} have events and
        days enough for a rhythm to compare with.
      </p>
      {silences.length === 0 ? (
        <Empty>{judged === 0 ? 'No silence can be told.' : 'No hour is unusually silent.'}</Empty>
      ) : (
        <Fold of="Silences" tall>
          <ul class="told-list" aria-label="Silences">
            {firstRows(silences).map((silence) => (
              <li key={silence.message} data-silence={silence.from}>
                <span>{sentence(capital(visible(silence.message)))}</span>
                <button
                  type="button"
                  class="button small"
                  title="Filter by what fell silent, from the day before to the day after"
                  onClick={() => choose(silence)}
                >
                  Around it
                </button>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      <Rest rows={silences} hint="export to see others" />
    </Panel>
  );
}

function choose({ workspace, service, from, until }: Silence): void {
  const day = (time: string): number => Math.floor(Date.parse(time) / DAY_MS) * DAY_MS;
  const time = { fromMs: day(from) - DAY_MS, untilMs: day(until) + 2 * DAY_MS };
  chooseSeries({ workspace, service }, Number.isFinite(time.fromMs + time.untilMs) ? time : null);
}
