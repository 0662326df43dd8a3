/** Events of each service under the filter. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { NO_FILTER } from '../../base/filter.ts';
import { useAnswer } from '../ask.ts';
import { filter } from '../state.ts';

/** What is on screen is answered first: so long a filter has to stay. */
const CALM_MS = 150;
/** Every service. */
export const ALL = 0xffff_ffff;

/** The counts; null without a filter, and until they are known. `calmly`: not while the filter changes. */
export function useSelected(slot: string, calmly: boolean): Map<string, number> | null {
  const now = filter.value;
  const [calm, setCalm] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(now), CALM_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const asked = calmly ? calm : now;
  const { answer, stale } = useAnswer(
    slot,
    asked === NO_FILTER ? null : { ask: 'groups', filter: asked, by: ['service_name'], most: ALL },
  );
  return useMemo(
    () =>
      now === NO_FILTER || asked !== now || stale || !answer
        ? null
        : new Map(answer.groups.map(({ values: [service], events }) => [service ?? '', events])),
    [answer, stale, asked, now],
  );
}
