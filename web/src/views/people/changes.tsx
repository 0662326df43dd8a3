/** What changed between the halves of an entity's time: the most surprising values. */
import type { JSX } from 'preact';
import { type Entity, encodeAddress } from '../../base/address.ts';
import { formatIn } from '../../base/zone.ts';
import type { Filter } from '../../engine/generated.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { DifferenceTable } from '../compare/differences.tsx';
import { ShownMenu } from '../export.tsx';
import { viewAddress } from '../state.ts';
import { partOf } from './question.ts';
import { zone, zoneName } from './zone.tsx';

const MOST = 9;

type ChangesProps = {
  entity: Entity;
  before: Filter | null;
  after: Filter | null;
  splitMs: number | null;
};

/** The panel. */
export function Changes({ entity, before, after, splitMs }: ChangesProps): JSX.Element {
  const { answer, error } = useAnswer(
    'entity.changes',
    before !== null && after !== null ? { ask: 'compare', filter: after, against: before, most: MOST } : null,
  );
  const differences = (answer?.boards ?? [])
    .flatMap((board) => board.differences.map((difference) => ({ column: board.column, ...difference })))
    .filter(({ surprise, change }) => change !== 'same' && surprise > 0)
    .sort((a, b) => b.surprise - a.surprise)
    .slice(0, MOST);
  return (
    <Panel
      title="What changed"
      class="changes"
      aside={
        before !== null &&
        after !== null && (
          <a href={encodeAddress({ ...viewAddress('compare'), filter: after, against: before })}>
            Compare in full
          </a>
        )
      }
      menu={
        before !== null &&
        after !== null && (
          <ShownMenu
            title={partOf(entity, 'What changed')}
            question={{ ask: 'compare', filter: after, against: before, most: MOST }}
            part={['boards']}
          />
        )
      }
    >
      {splitMs === null || before === null || after === null ? (
        <Empty>No event has a time.</Empty>
      ) : error !== null ? (
        <Empty>The sides cannot be compared: {error}</Empty>
      ) : (
        answer && (
          <>
            <p class="changes-note">
              Before and from {formatIn(zone.value, splitMs, false)} {zoneName()} on, the middle of the time.
              Most surprising first, by the log-likelihood ratio G².
            </p>
            {differences.length === 0 ? (
              <Empty>Every value has the same share of the events on both sides.</Empty>
            ) : (
              <DifferenceTable
                label="What changed"
                differences={differences}
                before={answer.before}
                after={answer.after}
              />
            )}
          </>
        )
      )}
    </Panel>
  );
}
