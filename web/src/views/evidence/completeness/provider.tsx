/** What providers are known to lack and for how long they keep events. */
import type { JSX } from 'preact';
import { formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { GapSummary, RetentionEdge } from '../../../engine/generated.ts';
import { Fold } from '../../../widgets/fold.tsx';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { ShownMenu } from '../../export.tsx';

type ProviderProps = { gaps: GapSummary[]; retention: RetentionEdge[] };

/** The panel. */
export function Provider({ gaps: all, retention }: ProviderProps): JSX.Element {
  // What is kept is told with how far the loaded events reach.
  const gaps = all.filter(({ kind }) => kind !== 'retention');
  return (
    <Panel
      title="Known gaps and retention of the providers"
      aside={formatCounted(gaps.length, 'gap')}
      menu={<ShownMenu title="Known gaps" question={{ ask: 'completeness' }} part={['gaps']} />}
    >
      {retention.length > 0 && (
        <ul class="told-list" aria-label="Retention">
          {retention.map((edge) => (
            <li key={edge.product} data-retention={edge.is_edge ? 'edge' : 'within'}>
              {edgeOf(edge)}
            </li>
          ))}
        </ul>
      )}
      {gaps.length === 0 ? (
        <Empty>No known gap touches the loaded time.</Empty>
      ) : (
        <Fold of="Known gaps" tall>
          <ul class="told-list" aria-label="Known gaps">
            {gaps.map((gap) => (
              <li key={`${gap.product} ${gap.means}`} data-gap={gap.kind}>
                <span>
                  {gap.means}{' '}
                  <span class="aside-text">
                    {when(gap)}
                    {gap.services.length > 0 && ` ${gap.services.map(visible).join(', ')}.`} Source:{' '}
                    {gap.source}, <span class="address-text">{gap.url}</span>
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </Panel>
  );
}

function when({ from, to }: GapSummary): string {
  if (from === null && to === null) return '';
  if (to === null) return `Since ${from}.`;
  return from === null ? `Until ${to}.` : `${from} – ${to}.`;
}

function edgeOf({ means, first, span_days, is_edge, days }: RetentionEdge): string {
  const reach = `The loaded events reach back ${formatCounted(span_days, 'day')}, to ${first.slice(0, 10)}`;
  return is_edge
    ? `${means} ${reach}: about as long as they are kept, so older ones may have been deleted.`
    : `${means} ${reach}: ${span_days > days ? 'longer than' : 'well within'} that.`;
}
