/** The sessions of an entity. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Entity, encodeAddress } from '../../base/address.ts';
import { formatCount, formatCounted, formatDuration } from '../../base/format.ts';
import { shorten } from '../../base/text.ts';
import { formatIn } from '../../base/zone.ts';
import type { Filter, SessionSummary } from '../../engine/generated.ts';
import { More } from '../../widgets/more.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { chooseGroup } from '../filter/edits.ts';
import { entityAddress } from '../state.ts';
import { partOf } from './question.ts';
import { zone, zoneName } from './zone.tsx';

const FEW = 6;
const MANY = 200;

/** The panel; none where the log has no sessions. */
export function Sessions({ entity, of }: { entity: Entity; of: Filter }): JSX.Element | null {
  const [all, setAll] = useState(false);
  const { answer, error } = useAnswer('entity.sessions', {
    ask: 'sessions',
    filter: of,
    start: 0,
    count: all ? MANY : FEW,
  });
  if (error !== null) {
    return (
      <Panel title="Sessions, latest first">
        <Empty>Sessions cannot be shown: {error}</Empty>
      </Panel>
    );
  }
  if (!answer || answer.total === 0) return null;
  const { sessions, total, without } = answer;
  return (
    <Panel
      title="Sessions, latest first"
      class="entity-board"
      aside={
        <span>
          {formatCount(total)}
          {without > 0 && `; ${formatCounted(without, 'event')} without a session`}
        </span>
      }
      menu={
        <ShownMenu
          title={titleOf(partOf(entity, 'Sessions, latest first'), total)}
          question={{ ask: 'sessions', filter: of, start: 0, count: MOST_ROWS }}
          part={['sessions']}
        />
      }
    >
      <table class="list" aria-label="Sessions, latest first">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">From ({zoneName()})</th>
            <th scope="col">Length</th>
            <th scope="col">Addresses</th>
            <th scope="col">Services</th>
            <th scope="col" class="numeric">
              Denied
            </th>
            <th scope="col" class="numeric">
              Events
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} of={of} session={session} />
          ))}
        </tbody>
      </table>
      <More
        of="Sessions, latest first"
        shown={sessions.length}
        total={total}
        expanded={all}
        onExpand={setAll}
      />
    </Panel>
  );
}

function SessionRow({ of, session }: { of: Filter; session: SessionSummary }): JSX.Element {
  const { id, events, denied, firstMs, lastMs, addresses, services } = session;
  return (
    <tr data-session={id}>
      <td>
        <a href={encodeAddress(entityAddress({ column: 'session_id', value: id }))}>
          <Value text={shorten(id, 40)} />
        </a>
      </td>
      <td>{firstMs === null ? '–' : formatIn(zone.value, firstMs)}</td>
      <td>{firstMs === null || lastMs === null ? '–' : formatDuration(lastMs - firstMs)}</td>
      <td>
        <Some values={addresses} all={session.distinctAddresses} />
      </td>
      <td>
        <Some values={services} all={session.distinctServices} />
      </td>
      <td class={denied > 0 ? 'numeric denied' : 'numeric'}>{formatCount(denied)}</td>
      <td class="numeric" data-count={events}>
        <button
          type="button"
          class="value"
          title={`Select these ${formatCounted(events, 'event')}`}
          onClick={() => chooseGroup(of, ['session_id'], [id])}
        >
          {formatCount(events)}
        </button>
      </td>
    </tr>
  );
}

function Some({ values, all }: { values: string[]; all: number }): JSX.Element {
  return (
    <>
      {values.map((value, at) => (
        <span key={value}>
          {at > 0 && ', '}
          <Value text={value} />
        </span>
      ))}
      {values.length === 0 && '–'}
      {all > values.length && ` and ${formatCount(all - values.length)} more`}
    </>
  );
}
