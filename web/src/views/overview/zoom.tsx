/** Zooms the histogram into the chosen time, and back: each zoom is within the one before. */
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import type { TimeRange } from '../../base/filter.ts';
import { formatRange } from '../../base/format.ts';
import { ZoomIcon } from '../../widgets/icons.tsx';
import { chooseTime } from '../filter/edits.ts';
import { address, go } from '../state.ts';

/** The time that the histogram covers; null for that of all that is loaded. */
export const zoomed = computed<TimeRange | null>(() => address.value.zoom.at(-1) ?? null);

/** Makes the chosen time the one that the histogram covers. */
export function zoomTo(time: TimeRange): void {
  const { zoom } = address.value;
  const around = zoom.at(-1);
  if (around?.fromMs === time.fromMs && around.untilMs === time.untilMs) return;
  // A time that was chosen by other means may lie elsewhere; what it lies within stays.
  const kept = zoom.filter(({ fromMs, untilMs }) => fromMs <= time.fromMs && untilMs >= time.untilMs);
  go({ zoom: [...kept, time] }, 'push');
}

/** The button beside a chosen time. */
export function ZoomButton({ time }: { time: TimeRange }): JSX.Element {
  const now = zoomed.value;
  const isThere = now?.fromMs === time.fromMs && now.untilMs === time.untilMs;
  return (
    <button
      type="button"
      class="button small"
      disabled={isThere}
      title={`Let the bars cover ${formatRange(time.fromMs, time.untilMs)}`}
      onClick={() => zoomTo(time)}
    >
      <ZoomIcon /> Zoom in
    </button>
  );
}

type BreadcrumbsProps = {
  /** Goes back to a zoom. */
  onBack?(zoom: TimeRange[]): void;
};

/** Goes back to a zoom, with the time that was chosen there. */
function backWithTime(zoom: TimeRange[]): void {
  chooseTime(zoom.at(-1) ?? null, 'push', { zoom });
}

/** Where the time was zoomed to, step by step; each leads back. */
export function Breadcrumbs({ onBack = backWithTime }: BreadcrumbsProps): JSX.Element | null {
  const { zoom } = address.value;
  if (zoom.length === 0) return null;
  const backTo = (level: number): void => onBack(zoom.slice(0, level));
  return (
    <nav class="zoom-path" aria-label="Zoom">
      <ol>
        <li>
          <button type="button" class="link-button" onClick={() => backTo(0)}>
            All time
          </button>
        </li>
        {zoom.map(({ fromMs, untilMs }, at) => (
          <li key={`${fromMs} ${untilMs}`}>
            {at === zoom.length - 1 ? (
              <span aria-current="step">{formatRange(fromMs, untilMs)}</span>
            ) : (
              <button type="button" class="link-button" onClick={() => backTo(at + 1)}>
                {formatRange(fromMs, untilMs)}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
