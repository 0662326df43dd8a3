/** Records that no day counts, or not reliably, with the lists that show them. */
import type { JSX } from 'preact';
import type { List } from '../../../base/address.ts';
import type { Doubts as DoubtsAnswer } from '../../../engine/generated.ts';
import { type Figure, Figures } from '../../../widgets/figures.tsx';
import { showGroup } from '../../filter/edits.ts';
import { go, viewAddress } from '../../state.ts';

/** The figures. A click shows what they count. */
export function Doubts({ doubts }: { doubts: DoubtsAnswer }): JSX.Element {
  const list = (name: List, label: string, value: number): Figure => ({
    name: `doubt-${name}`,
    label,
    value,
    ...(value > 0 ? { onChoose: () => go({ ...viewAddress('inputs'), list: name }) } : {}),
  });
  const toInputs = (): void => go(viewAddress('inputs'));
  const figures: Figure[] = [
    {
      name: 'doubt-undated',
      label: 'events without a time',
      value: doubts.undated,
      ...(doubts.undated > 0 ? { onChoose: () => showGroup('', ['event_time'], [null]) } : {}),
    },
    list('conflicts', 'conflicting records', doubts.conflicts),
    list('duplicates', 'duplicates', doubts.duplicates),
    list('problems', 'records not read', doubts.problems),
    {
      name: 'doubt-unread',
      label: 'inputs not read to their end',
      value: doubts.unread,
      ...(doubts.unread > 0 ? { onChoose: toInputs } : {}),
    },
    {
      name: 'doubt-skipped',
      label: 'files left aside',
      value: doubts.skipped,
      ...(doubts.skipped > 0 ? { onChoose: toInputs } : {}),
    },
  ];
  return <Figures label="Records in doubt" figures={figures} />;
}
