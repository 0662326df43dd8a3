/** The next steps for what was loaded, from the core's answers. */
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { stepsFor } from '../../base/next.ts';
import { visible } from '../../base/text.ts';
import { contents, findings, phase } from '../../engine/session.ts';
import { useAnswer } from '../ask.ts';
import { viewAddress } from '../state.ts';

/** The steps; nothing until everything is loaded. */
export function NextSteps(): JSX.Element | null {
  const now = contents.value;
  const ready = phase.value === 'ready' && now !== null && now.totals.events > 0;
  const { answer } = useAnswer('next', ready ? { ask: 'examples' } : null);
  if (!ready || !answer) return null;
  const { totals, principals } = now;
  const { notable = 0, total = 0 } = findings.value ?? {};
  const steps = stepsFor({ ...totals, principals, notable, findings: total, examples: answer.examples });
  return (
    <nav class="panel start-next" aria-label="Next steps">
      <h2>What to look at first</h2>
      <ol>
        {steps.map(({ title, why, to }) => (
          <li key={title}>
            <a href={encodeAddress({ ...viewAddress(to.view), ...to })}>{title}</a>
            <span>{visible(why)}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
