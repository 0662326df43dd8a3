// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** Events over time, stacked by outcome or by service. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Histogram as HistogramValues } from '../../engine/generated.ts';
import { contents } from '../../engine/session.ts';
import { Histogram } from '../../widgets/histogram/histogram.tsx';
import { binCount, inOrder } from '../../widgets/histogram/stack.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { ShownMenu } from '../export.tsx';
import { chooseTime } from '../filter/edits.ts';
import { time } from '../filter/parsed.ts';
import { BINS, FindingsStrip, useFindingsOverTime } from '../findings/over-time.tsx';
import { useSame } from '../same.ts';
import { address, filter, go } from '../state.ts';
import { theme } from '../theme.ts';
import { Breadcrumbs, ZoomButton, zoomed } from './zoom.tsx';

const STACKS = [
  ['outcome', 'Outcome'],
  ['service_name', 'Service'],
] as const;

/** From the bottom of a bar to its top, where attention is needed most. */
export const OUTCOMES = ['success', 'unknown', 'failure', 'denied'];

/** The panel. */
export function TimePanel({ histogram: newest }: { histogram: HistogramValues }): JSX.Element {
  // The histogram covers all of time, so moving the brush does not change the bars.
  const histogram = useSame(newest);
  const overTime = useFindingsOverTime(zoomed.value);
  const strip = useMemo(
    () => (overTime ? <FindingsStrip shown={overTime} /> : <div class="time-bars" />),
    [overTime],
  );
  const { stack, log } = address.value;
  const byOutcome = stack === 'outcome';
  const chosen = time.value;
  const rank = byOutcome ? () => null : serviceRank;
  const place = (name: string): number =>
    byOutcome ? OUTCOMES.indexOf(name) : name === 'other' ? -1 : serviceRank(name);
  const ordered = inOrder(histogram, place);
  if (binCount(histogram) === 0) {
    return (
      <Panel title="Events over time">
        <Empty>No event has a time.</Empty>
      </Panel>
    );
  }
  return (
    <Histogram
      title="Events over time"
      key={stack}
      bins={histogram}
      time={chosen}
      rank={rank}
      place={place}
      theme={theme.value}
      log={log}
      over={<Breadcrumbs />}
      under={
        // Its place is kept until the rules are evaluated, so that nothing under it moves.
        strip
      }
      onSelect={(range, settled) => chooseTime(range, settled ? 'push' : 'quiet')}
      aside={
        <>
          {chosen && <ZoomButton time={chosen} />}
          {chosen && (
            <button type="button" class="button small" onClick={() => chooseTime(null)}>
              Reset time
            </button>
          )}
          <button
            type="button"
            class="button small"
            aria-pressed={log}
            title="Logarithmic scale: few events beside many can be seen; parts of a bar cannot be compared"
            onClick={() => go({ log: !log }, 'replace')}
          >
            Log scale
          </button>
          <span class="switch" role="group" aria-label="Stack by">
            {STACKS.map(([value, name]) => (
              <button
                key={value}
                type="button"
                aria-pressed={stack === value}
                onClick={() => go({ stack: value }, 'replace')}
              >
                {name}
              </button>
            ))}
          </span>
          <ShownMenu
            title="Events over time"
            question={() => ({
              ask: 'overview',
              filter: filter.value,
              bins: BINS,
              stack,
              leaders: 0,
              zoom: zoomed.value,
            })}
            part={['histogram']}
            chart={{ title: 'Events over time', bins: ordered, rank, log }}
          />
        </>
      }
    />
  );
}

/** A service's rank among all loaded services, so that its colour is the same under every filter. */
export function serviceRank(name: string): number {
  return contents.value?.services.findIndex(({ service }) => service === name) ?? 0;
}
