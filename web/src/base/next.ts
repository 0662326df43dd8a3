/** The three most useful next steps for what was loaded. */

import type { Address } from './address.ts';
import { formatCount, formatCounted } from './format.ts';

/** What the core tells of what is loaded. */
export type Known = {
  conflicts: number;
  problems: number;
  events: number;
  principals: number;
  /** Findings of medium severity or above, and all. */
  notable: number;
  findings: number;
  examples: { filter: string; meaning: string; events: number }[];
};

/** A step: what to do, why here, and where it leads. */
export type Next = { title: string; why: string; to: Partial<Address> & Pick<Address, 'view'> };

const STEPS = 3;
/** Of the examples, those that ask something of most logs, in this order. */
const ASKING: [meaning: string, noun: string][] = [
  ['requests that were denied', 'requests that were denied'],
  ['denied or failed, with a principal', 'denied or failed requests of principals'],
  ['addresses outside of one network', 'events from outside the network with most'],
];

/** Most urgent first: what contradicts the logs, what rules found, what was not read, questions that have answers. */
export function stepsFor(known: Known): Next[] {
  const { conflicts, problems, events, principals, notable, findings, examples } = known;
  const steps: (Next | false)[] = [
    conflicts > 0 && {
      title: `Compare ${formatCounted(conflicts, 'record')} that ${conflicts === 1 ? 'differs' : 'differ'} under one id`,
      why: 'one of each pair may have been altered',
      to: { view: 'inputs', list: 'conflicts' },
    },
    notable > 0 && {
      title: `Read ${formatCounted(notable, 'finding')} of medium severity or above`,
      why: `of ${formatCount(findings)} that the rules found`,
      to: { view: 'findings' },
    },
    problems > events && {
      title: `See why ${formatCounted(problems, 'record')} could not be read`,
      why: 'more than were read',
      to: { view: 'inputs', list: 'problems' },
    },
    ...ASKING.flatMap(([meaning, noun]) =>
      examples
        .filter((example) => example.meaning === meaning)
        .map(
          ({ filter, events: count }): Next => ({
            title: `Look at the ${formatCount(count)} ${noun}`,
            why: filter,
            to: { view: 'overview', filter },
          }),
        ),
    ),
    principals > 1 && {
      title: `Go through ${formatCounted(principals, 'principal')}`,
      why: 'who did what, when, from where',
      to: { view: 'people' },
    },
    {
      title: 'See what happened over time',
      why: 'and drag over the time that matters',
      to: { view: 'overview' },
    },
  ];
  return steps.filter((step) => step !== false).slice(0, STEPS);
}
