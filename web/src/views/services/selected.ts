/** Events of each service under the filter. */
import { NO_FILTER } from '../../base/filter.ts';
import type { ServiceCounts } from '../../engine/generated.ts';
import { useAnswer } from '../ask.ts';
import { filter } from '../state.ts';

/** The counts; null without a filter, and until they are known. */
export function useSelected(slot: string): ServiceCounts | null {
  const now = filter.value;
  const { answer, stale } = useAnswer(slot, now === NO_FILTER ? null : { ask: 'serviceCounts', filter: now });
  return now === NO_FILTER || stale ? null : answer;
}
