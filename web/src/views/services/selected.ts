/** Events of each service under the filter. */
import { useMemo } from 'preact/hooks';
import { NO_FILTER } from '../../base/filter.ts';
import { useAnswer } from '../ask.ts';
import { filter } from '../state.ts';

/** Every service. */
export const ALL = 0xffff_ffff;

/** The counts; null without a filter, and until they are known. */
export function useSelected(slot: string): Map<string, number> | null {
  const now = filter.value;
  const { answer, stale } = useAnswer(
    slot,
    now === NO_FILTER ? null : { ask: 'groups', filter: now, by: ['service_name'], most: ALL },
  );
  return useMemo(
    () =>
      now === NO_FILTER || stale || !answer
        ? null
        : new Map(answer.groups.map(({ values: [service], events }) => [service ?? '', events])),
    [answer, stale, now],
  );
}
