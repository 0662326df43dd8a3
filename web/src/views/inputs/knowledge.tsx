/** Known gaps of the loaded logs, and loaded actions that are not in the dictionary. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { KnownGap, UnknownActions } from '../../engine/generated.ts';
import { Fold } from '../../widgets/fold.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { choose } from '../filter/edits.ts';
import { Refused } from '../states.tsx';

/** Both; nothing until the answer is there. */
export function Known(): JSX.Element | null {
  const { answer, error } = useAnswer('knowledge', { ask: 'knowledge' });
  if (error !== null) return <Refused error={error} />;
  if (!answer) return null;
  return (
    <>
      <KnownGaps gaps={answer.gaps} />
      <UnknownActionTable unknown={answer.unknownActions} />
    </>
  );
}

/** The gaps, if any touch the loaded time span. */
function KnownGaps({ gaps }: { gaps: KnownGap[] }): JSX.Element | null {
  if (gaps.length === 0) return null;
  return (
    <Panel
      title="Known gaps of the providers"
      aside={formatCounted(gaps.length, 'gap')}
      menu={<ShownMenu title="Known gaps" question={{ ask: 'knowledge' }} part={['gaps']} />}
    >
      <Fold of="Known gaps" tall>
        <table class="list" aria-label="Known gaps">
          <thead>
            <tr>
              <th scope="col">What is missing</th>
              <th scope="col">Services</th>
              <th scope="col" class="no-wrap">
                From
              </th>
              <th scope="col" class="no-wrap">
                To
              </th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <tr key={`${gap.product} ${gap.meaning.text}`} data-gap={gap.kind}>
                <th scope="row">{gap.meaning.text}</th>
                <td>{gap.services.length === 0 ? 'all' : gap.services.map(visible).join(', ')}</td>
                <td class="no-wrap">{gap.from ?? '–'}</td>
                <td class="no-wrap">{gap.to ?? '–'}</td>
                <td title={gap.meaning.url}>
                  {gap.meaning.source}
                  {!gap.meaning.checked && ' (not checked)'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
    </Panel>
  );
}

/** Events of actions that are not in the dictionary. */
function UnknownActionTable({ unknown }: { unknown: UnknownActions }): JSX.Element | null {
  if (unknown.events === 0) return null;
  return (
    <Panel
      title="Unknown actions"
      menu={
        <ShownMenu
          title="Unknown actions"
          question={{ ask: 'knowledge' }}
          part={['unknownActions', 'actions']}
        />
      }
      aside={
        <span>
          <b data-figure="unknown-events">{formatCount(unknown.events)}</b>{' '}
          {unknown.events === 1 ? 'event' : 'events'} of {formatCounted(unknown.total, 'action')} that the
          dictionary does not have
        </span>
      }
    >
      <Fold of="Unknown actions" tall>
        <table class="list" aria-label="Unknown actions">
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">Action</th>
              <th scope="col" class="numeric">
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {unknown.actions.map(({ service, action, events }) => (
              <tr key={`${service} ${action}`}>
                <td>{visible(service)}</td>
                <th scope="row">
                  <button
                    type="button"
                    class="value"
                    title="Filter by this action"
                    onClick={() => choose('action_name', action)}
                  >
                    <Value text={action} absent="(none)" />
                  </button>
                </th>
                <td class="numeric" data-count={events}>
                  {formatCount(events)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
    </Panel>
  );
}
