/** The event that a link means: it is told by its content, and has a number only among what is loaded. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { phase } from '../../engine/session.ts';
import { Drawer } from '../../widgets/drawer.tsx';
import { Empty } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { notice } from '../saving.ts';
import { address, go, showEvent } from '../state.ts';

/** Looks for the event, and says so where it is not loaded; nothing once it is open. */
export function LinkedEvent(): JSX.Element | null {
  const { event, eventKey: key } = address.value;
  const sought = event === null ? key : null;
  const { answer, error, stale } = useAnswer(
    'event.link',
    sought === null ? null : { ask: 'eventByContent', key: sought },
  );
  const found = stale ? null : answer;
  useEffect(() => {
    if (sought === null || !found || found.row === null) return;
    if (found.events > 1) {
      notice.value = {
        text: `${formatCount(found.events)} events have the content of this link; the first is shown.`,
        error: false,
      };
    }
    go({ event: found.row, eventKey: sought }, 'replace');
  }, [sought, found]);
  // While files are read, it may still come.
  if (sought === null || (error === null && (!found || found.row !== null || phase.value !== 'ready')))
    return null;
  return (
    <Drawer title="Event of a link" onStep={null} onClose={() => showEvent(null)}>
      <div class="drawer-body">
        <Empty>
          {error === null
            ? 'Nothing that is loaded is the event of this link. It has:'
            : `The event of this link cannot be found: ${error}`}
        </Empty>
        <p>
          <code>{visible(sought)}</code>
        </p>
      </div>
    </Drawer>
  );
}

/** Puts the content of the open event into the address, in place of its number. */
export function useKey(row: number, key: string | null): void {
  const { event, eventKey } = address.value;
  useEffect(() => {
    if (event === row && key !== null && eventKey !== key) go({ event, eventKey: key }, 'replace');
  }, [event, row, key, eventKey]);
}
