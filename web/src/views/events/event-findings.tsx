/** The findings that an event belongs to. */
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { visible } from '../../base/text.ts';
import type { EventFinding } from '../../engine/generated.ts';
import { SeverityBadge } from '../findings/severity.tsx';
import { viewAddress } from '../state.ts';

/** The list; nothing for an event without findings. */
export function EventFindings({ findings }: { findings: EventFinding[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="event-findings" aria-label="Findings of this event">
      {findings.map(({ key, title, severity }) => (
        <li key={key}>
          <SeverityBadge severity={severity} />{' '}
          <a href={encodeAddress({ ...viewAddress('findings'), finding: key })}>{visible(title)}</a>
        </li>
      ))}
    </ul>
  );
}
