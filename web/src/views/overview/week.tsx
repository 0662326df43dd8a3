/** The selected events by hour and day of the week, in the zone of the page. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { NO_FILTER } from '../../base/filter.ts';
import { formatCounted } from '../../base/format.ts';
import { holding } from '../../base/zone.ts';
import type { Question } from '../../engine/generated.ts';
import { Heatmap } from '../../widgets/heatmap.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { useSeen } from '../../widgets/seen.ts';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { chooseHour } from '../filter/edits.ts';
import { offsets, ZoneChooser, zone, zoneName } from '../people/zone.tsx';
import { filter } from '../state.ts';

const TITLE = 'Hours and days of the week';

/** The panel. Asks only while it is on screen. */
export function WeekPanel(): JSX.Element {
  const [place, seen] = useSeen<HTMLDivElement>();
  const question: Extract<Question, { ask: 'week' }> = {
    ask: 'week',
    filter: filter.value,
    zone: offsets(zone.value),
  };
  const { answer, error } = useAnswer('week', seen ? question : null);
  // The offsets by which the hours were counted.
  const span = holding(question.zone, answer?.firstMs ?? 0, answer?.lastMs ?? 0);
  const counts = answer?.week ?? [];
  // Not redrawn while its answer is the same, for instance because it is not on screen.
  const heatmap = useMemo(
    () => (
      <Heatmap
        label={`Events by hour and day of the week, ${zoneName()}`}
        counts={counts}
        noun="event"
        onChoose={(hour) => chooseHour(NO_FILTER, hour, span)}
      />
    ),
    [answer, zone.value],
  );
  return (
    <div ref={place} class={answer === null ? 'unasked' : undefined}>
      <Panel
        title={TITLE}
        class="week"
        aside={
          <>
            <span>{zoneName()}</span>
            <ZoneChooser />
          </>
        }
        menu={
          <ShownMenu
            title={`${TITLE}, ${zoneName()}`}
            question={question}
            part={['week']}
            chart={{ kind: 'week', title: TITLE, counts, zone: zoneName() }}
          />
        }
      >
        {heatmap}
        {error !== null && <p class="empty">{error}</p>}
        {answer !== null && answer.undated > 0 && (
          <p class="empty">{formatCounted(answer.undated, 'event')} without a time</p>
        )}
      </Panel>
    </div>
  );
}
