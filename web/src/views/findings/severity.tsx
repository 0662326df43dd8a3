/** How serious a finding is, as a word that also has a colour. */
import type { JSX } from 'preact';
import type { Severity } from '../../engine/generated.ts';

/** The badge. */
export function SeverityBadge({ severity }: { severity: Severity }): JSX.Element {
  return (
    <span class="severity" data-severity={severity}>
      {severity}
    </span>
  );
}
