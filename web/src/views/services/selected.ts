/** Events of each service under the filter. */
import { NO_FILTER } from '../../base/filter.ts';
import type { ServiceCounts } from '../../engine/generated.ts';
import { useAnswer } from '../ask.ts';
import { filter } from '../state.ts';

/** The counts; null without a filter, and until they are known. */
export function useSelected(slot: string): ServiceCounts | null {
  const now = filter.value;
  // Asked without a filter, too: the first filter is then answered before it is drawn, as any other.
  const { answer, stale } = useAnswer(slot, { ask: 'serviceCounts', filter: now });
  return now === NO_FILTER || stale ? null : answer;
}
