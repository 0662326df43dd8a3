/** The findings of an entity. */
import type { JSX } from 'preact';
import { type Entity, encodeAddress } from '../../base/address.ts';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { formatIn } from '../../base/zone.ts';
import type { Filter } from '../../engine/generated.ts';
import { findings } from '../../engine/session.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { SeverityBadge } from '../findings/severity.tsx';
import { viewAddress } from '../state.ts';
import { partOf } from './question.ts';
import { zone } from './zone.tsx';

const MOST = 10;

/** The panel; empty until the rules have been evaluated. */
export function EntityFindings({ entity, of }: { entity: Entity; of: Filter }): JSX.Element {
  const known = findings.value;
  const { answer, error } = useAnswer(
    'entity.findings',
    known ? { ask: 'findings', filter: of, most: MOST } : null,
    known,
  );
  const total = answer?.total ?? 0;
  return (
    <Panel
      title="Findings"
      class="entity-findings"
      aside={known && answer ? <b data-figure="findings">{formatCount(total)}</b> : undefined}
      menu={
        total > 0 && (
          <ShownMenu
            title={titleOf(partOf(entity, 'Findings'), total)}
            question={{ ask: 'findings', filter: of, most: MOST_ROWS }}
            part={['findings']}
          />
        )
      }
    >
      {error !== null ? (
        <Empty>Findings cannot be shown: {error}</Empty>
      ) : !known || !answer ? (
        <Empty>Shown once the rules have been evaluated.</Empty>
      ) : total === 0 ? (
        <Empty>No rule has a finding among these events.</Empty>
      ) : (
        <ul class="entity-finding-list">
          {answer.findings.map((finding) => (
            <li key={finding.key} data-finding={finding.rule}>
              <SeverityBadge severity={finding.severity} />
              <a href={encodeAddress({ ...viewAddress('findings'), filter: of, finding: finding.key })}>
                {visible(finding.title)}
              </a>
              <span class="entity-time">
                {finding.firstMs !== null && formatIn(zone.value, finding.firstMs, false)}
              </span>
            </li>
          ))}
          {total > answer.findings.length && (
            <li>
              <a href={encodeAddress({ ...viewAddress('findings'), filter: of })}>All {formatCount(total)}</a>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
