/** The three most useful next steps for what was loaded, from the core's answers. */
import type { JSX } from 'preact';
import { type Address, encodeAddress } from '../../base/address.ts';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Contents, Example, Findings } from '../../engine/generated.ts';
import { contents, findings, phase } from '../../engine/session.ts';
import { useAnswer } from '../ask.ts';
import { viewAddress } from '../state.ts';

/** A step: what to do, why here, and where it leads. */
type Next = { title: string; why: string; to: Partial<Address> & Pick<Address, 'view'> };

const STEPS = 3;
/** Of the examples, those that ask something of most logs, in this order. */
const ASKING = [
  'requests that were denied',
  'denied or failed, with a principal',
  'addresses outside of one network',
];

/** The steps; nothing until everything is loaded. */
export function NextSteps(): JSX.Element | null {
  const now = contents.value;
  const ready = phase.value === 'ready' && now !== null && now.totals.events > 0;
  const { answer } = useAnswer('next', ready ? { ask: 'examples' } : null);
  if (!ready || !answer) return null;
  return (
    <nav class="panel start-next" aria-label="Next steps">
      <h2>What to look at first</h2>
      <ol>
        {stepsFor(now, findings.value, answer.examples).map(({ title, why, to }) => (
          <li key={title}>
            <a href={encodeAddress({ ...viewAddress(to.view), ...to })}>{title}</a>
            <span>{why}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Most urgent first: what contradicts the logs themselves, then what rules found, then questions that have answers. */
export function stepsFor(
  { totals, principals }: Contents,
  found: Findings | null,
  examples: Example[],
): Next[] {
  const steps: (Next | false)[] = [
    totals.conflicts > 0 && {
      title: `Compare ${formatCounted(totals.conflicts, 'record')} that differ under one id`,
      why: 'one of each pair may have been altered',
      to: { view: 'inputs', list: 'conflicts' },
    },
    found !== null &&
      found.notable > 0 && {
        title: `Read ${formatCounted(found.notable, 'finding')} of medium severity or above`,
        why: `of ${formatCount(found.total)} that the rules found`,
        to: { view: 'findings' },
      },
    totals.problems > totals.events && {
      title: `See why ${formatCounted(totals.problems, 'record')} could not be read`,
      why: 'more than were read',
      to: { view: 'inputs', list: 'problems' },
    },
    ...ASKING.flatMap((meaning) => examples.filter((example) => example.meaning === meaning)).map(
      ({ filter, meaning, events }) => ({
        title: `Look at the ${formatCount(events)} ${meaning}`,
        why: visible(filter),
        to: { view: 'overview' as const, filter },
      }),
    ),
    principals > 1 && {
      title: `Go through ${formatCounted(principals, 'principal')}`,
      why: 'who did what, when, from where',
      to: { view: 'people' },
    },
    {
      title: 'See what happened over time',
      why: 'then drag over the time that matters',
      to: { view: 'overview' },
    },
  ];
  return steps.filter((step) => step !== false).slice(0, STEPS);
}
