/** The next steps for what was loaded, from the core's answers: on Start, and above the overview until closed. */
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { type Next, stepsFor } from '../../base/next.ts';
import { visible } from '../../base/text.ts';
import { contents, findings, phase } from '../../engine/session.ts';
import { CrossIcon } from '../../widgets/icons.tsx';
import { useAnswer } from '../ask.ts';
import { viewAddress } from '../state.ts';

const closed = signal(false);

/** The steps; none until everything is loaded, or while they are not `wanted`. */
function useSteps(wanted: boolean): Next[] {
  const now = contents.value;
  const ready = wanted && phase.value === 'ready' && now !== null && now.totals.events > 0;
  const { answer } = useAnswer('next', ready ? { ask: 'examples' } : null);
  if (!ready || !answer) return [];
  const { totals, principals } = now;
  const { notable = 0, total = 0 } = findings.value ?? {};
  return stepsFor({ ...totals, principals, notable, findings: total, examples: answer.examples });
}

/** The panel on Start. */
export function NextSteps(): JSX.Element | null {
  const steps = useSteps(true);
  if (steps.length === 0) return null;
  return (
    <nav class="panel start-next" aria-label="Next steps">
      <h2>What to look at first</h2>
      <ol>{steps.map(link)}</ol>
    </nav>
  );
}

/** The line above the overview. Its place is kept from the beginning, so that nothing under it moves. */
export function NextLine(): JSX.Element | null {
  const steps = useSteps(!closed.value);
  if (closed.value) return null;
  return (
    <nav class="next-line" aria-label="Next steps">
      <h2>Look first at</h2>
      <ol>{steps.map(link)}</ol>
      <button
        type="button"
        class="icon-button"
        aria-label="Close the next steps"
        onClick={() => {
          closed.value = true;
        }}
      >
        <CrossIcon />
      </button>
    </nav>
  );
}

function link({ title, why, to }: Next): JSX.Element {
  return (
    <li key={title} title={visible(why)}>
      <a href={encodeAddress({ ...viewAddress(to.view), ...to })}>{title}</a>
      <span>{visible(why)}</span>
    </li>
  );
}
