/** The sections of the view Evidence, in the order of their tabs. */
import type { JSX } from 'preact';
import { Bundle } from './bundle.tsx';
import { Case } from './case.tsx';
import { Completeness } from './completeness/completeness.tsx';
import { Sample } from './sample/sample.tsx';
import { Totals } from './totals/totals.tsx';

/** A section: its name in the address, its tab, and what it shows. */
export type Section = { name: string; title: string; Body: () => JSX.Element };

/** All sections. The first is shown where the address names none. */
export const SECTIONS: [Section, ...Section[]] = [
  { name: 'completeness', title: 'Completeness', Body: Completeness },
  { name: 'totals', title: 'Totals', Body: Totals },
  { name: 'sample', title: 'Sample', Body: Sample },
  { name: 'case', title: 'Case', Body: Case },
  { name: 'bundle', title: 'Bundle', Body: Bundle },
];
