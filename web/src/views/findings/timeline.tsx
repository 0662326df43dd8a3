/** A finding's events over time, with what else its principals did around them, and its first records. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted, formatRange } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Finding, FindingTimeline, Histogram } from '../../engine/generated.ts';
import { findings } from '../../engine/session.ts';
import { More } from '../../widgets/more.tsx';
import { Empty } from '../../widgets/panel.tsx';
import { type TimeBar, TimeBars } from '../../widgets/time-bars.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { apply, chooseTime, showEvents } from '../filter/edits.ts';

const BINS = 60;

/** Columns by the words that head them. */
const HEADS: Record<string, string> = {
  event_time: 'Time',
  service_name: 'Service',
  action_name: 'Action',
  email: 'Principal',
  source_ip_address: 'Source address',
  outcome: 'Outcome',
};

/** Records shown before the list is expanded. */
const FEW = 12;

/** The timeline and the records. */
export function Timeline({ finding }: { finding: Finding }): JSX.Element | null {
  const { answer, error } = useAnswer(
    'findingTimeline',
    { ask: 'findingTimeline', finding: finding.key, bins: BINS },
    findings.value,
  );
  if (error !== null) return <Empty>The events cannot be shown: {error}</Empty>;
  if (!answer) return null;
  const menu = (what: string, part: string): JSX.Element => (
    <ShownMenu
      title={`${what} of ${finding.title}`}
      question={{ ask: 'findingTimeline', finding: finding.key, bins: BINS }}
      part={[part]}
    />
  );
  return (
    <>
      <Around timeline={answer} menu={menu('Timeline', 'histogram')} />
      <Records timeline={answer} finding={finding} />
    </>
  );
}

function Around({ timeline, menu }: { timeline: FindingTimeline; menu: JSX.Element }): JSX.Element | null {
  const { histogram, bins, filter, principals, others } = timeline;
  if (filter === null) return <p class="note">None of its events has a time.</p>;
  const who = principals[0] === null ? 'events that name nobody' : 'the same principal';
  const many = principals.length > 1 ? 'the same principals' : who;
  const choose = (range: { fromMs: number; untilMs: number }): void => {
    apply(filter);
    chooseTime(range);
  };
  return (
    <>
      <div class="fields-head">
        <h3>When</h3>
        {menu}
      </div>
      <TimeBars
        class="timeline"
        label={`Events of the finding over time, and others of ${many}`}
        bars={stacked(histogram, bins)}
        bins={bins}
        fromMs={histogram.fromMs}
        binMs={histogram.binMs}
        time={null}
        onChoose={choose}
      />
      <p class="note timeline-scale">
        <span class="swatch" data-tone="finding" /> the finding <span class="swatch" data-tone="other" />{' '}
        {formatCounted(others, 'other event')} of {many} ·{' '}
        {formatRange(histogram.fromMs, histogram.fromMs + bins * histogram.binMs)}{' '}
        <button type="button" class="button small" onClick={() => apply(filter)}>
          Filter by all of these
        </button>
      </p>
    </>
  );
}

function stacked({ fromMs, binMs, series }: Histogram, bins: number): TimeBar[] {
  const countOf = (name: string, bin: number): number =>
    series.find((one) => one.name === name)?.counts[bin] ?? 0;
  let most = 1;
  for (let bin = 0; bin < bins; bin += 1)
    most = Math.max(most, countOf('finding', bin) + countOf('other', bin));
  const bars: TimeBar[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const [own, other] = [countOf('finding', bin), countOf('other', bin)];
    if (own + other === 0) continue;
    const from = fromMs + bin * binMs;
    const parts = [
      { tone: 'other', share: other / most },
      { tone: 'finding', share: own / most },
    ].filter(({ share }) => share > 0);
    bars.push({
      bin,
      name: `${formatRange(from, from + binMs)}: ${formatCount(own)} of the finding, ${formatCount(other)} others`,
      count: own,
      parts,
    });
  }
  return bars;
}

function Records({
  timeline: { columns, events, total },
  finding,
}: {
  timeline: FindingTimeline;
  finding: Finding;
}): JSX.Element | null {
  const [expanded, setExpanded] = useState(false);
  if (events.length === 0) return null;
  const shown = expanded ? events : events.slice(0, FEW);
  return (
    <>
      <h3>Records</h3>
      <div class="finding-records">
        <table class="list" aria-label="Records of the finding">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {HEADS[column] ?? column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ row, cells }) => (
              <tr key={row} data-row={row}>
                {cells.map((cell, at) => (
                  <td key={columns[at]} class={at === 0 ? 'no-wrap' : undefined}>
                    {at === 0 ? (
                      <button
                        type="button"
                        class="value"
                        title="Show this event among those of the finding"
                        onClick={() => showEvents(finding.filter, row)}
                      >
                        {cell === null ? 'no time' : visible(cell)}
                      </button>
                    ) : (
                      <Value text={cell} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <More
        of="Records"
        shown={shown.length}
        total={events.length}
        expanded={expanded}
        onExpand={setExpanded}
      />
      {total > events.length && (
        <p class="note">
          The first {formatCount(events.length)} of {formatCounted(total, 'record')}; filter to see all.
        </p>
      )}
    </>
  );
}
