/**
 * The breakdowns of a service: panels that count its events as auditors need them, each with its definition.
 */
import type { JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatCounted, formatShare, formatTime } from '../../base/format.ts';
import { shorten, visible } from '../../base/text.ts';
import type { Breakdown, BreakdownGroup } from '../../engine/generated.ts';
import { Days } from '../../widgets/days.tsx';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Fold } from '../../widgets/fold.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { ShareBar } from '../../widgets/share.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { columnTitle } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { addFilter, choose, chooseDay, chooseGroup } from '../filter/edits.ts';
import { filter } from '../state.ts';
import { Refused } from '../states.tsx';

/** Of texts of queries the beginning is shown. */
const MAX_CHARS = 160;

/** Columns that `choose` cannot filter by, because the frame does not have them. */
const NOT_FILTERED = new Set(['target', 'policy', 'rationale', 'event_date']);

/** The panels; hidden until the answer arrives. */
export function Breakdowns({ service }: { service: string }): JSX.Element | null {
  const { answer, error } = useAnswer(`breakdowns.${service}`, {
    ask: 'breakdowns',
    service,
    filter: filter.value,
  });
  if (error !== null) return <Refused error={error} />;
  if (!answer) return null;
  return (
    <div class="breakdowns">
      {answer.breakdowns.map((breakdown) => (
        <BreakdownPanel key={breakdown.title} service={service} of={breakdown} />
      ))}
    </div>
  );
}

function BreakdownPanel({ service, of }: { service: string; of: Breakdown }): JSX.Element {
  return (
    <Panel
      title={of.title}
      class="breakdown"
      aside={
        <span>
          <b data-figure="events">{formatCount(of.events)}</b> {of.events === 1 ? 'event' : 'events'}
        </span>
      }
      menu={
        <ShownMenu
          title={of.title}
          question={{ ask: 'breakdowns', service, filter: filter.value }}
          part={['breakdowns', `title=${of.title}`]}
        />
      }
    >
      <Definition of={of} />
      {of.groups.length === 0 ? (
        <Empty>None of the selected events.</Empty>
      ) : (
        <Fold of={of.title}>
          <Groups of={of} />
        </Fold>
      )}
      {of.total > of.groups.length && (
        <p class="empty">
          The {formatCount(of.groups.length)} groups with the most events of {formatCount(of.total)}.
        </p>
      )}
    </Panel>
  );
}

function Definition({ of }: { of: Breakdown }): JSX.Element {
  return (
    <Disclosure title="Definition">
      <p>{of.definition}</p>
      <p>
        <code>{visible(of.filter)}</code>
      </p>
      <button type="button" class="button small" onClick={() => addFilter(of.filter)}>
        Show these events
      </button>
    </Disclosure>
  );
}

function Groups({ of }: { of: Breakdown }): JSX.Element {
  if (of.by.length === 1 && of.by[0] === 'event_date' && of.part === null && of.distinct === null) {
    return (
      <Days
        label={`${of.title}, per day`}
        noun="events"
        days={of.groups.flatMap(({ values: [date], events }) => (date ? [{ date, count: events }] : []))}
        onChoose={chooseDay}
      />
    );
  }
  return (
    <table class="list" aria-label={of.title}>
      <thead>
        <tr>
          {of.by.map((column) => (
            <th key={column} scope="col" title={visible(column)}>
              {columnTitle(column)}
            </th>
          ))}
          <th scope="col" class="numeric" colSpan={2}>
            Events
          </th>
          {of.part !== null && (
            <th scope="col" class="numeric">
              {capital(of.part)}
            </th>
          )}
          {of.distinct !== null && (
            <th scope="col" class="numeric">
              {capital(of.distinct)}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {of.groups.map((group) => (
          <GroupRow key={JSON.stringify(group.values)} of={of} group={group} />
        ))}
      </tbody>
    </table>
  );
}

function GroupRow({ of, group }: { of: Breakdown; group: BreakdownGroup }): JSX.Element {
  return (
    <tr data-values={JSON.stringify(group.values)}>
      {of.by.map((column, at) => (
        <td key={column}>
          <GroupValue column={column} value={group.values[at] ?? null} />
        </td>
      ))}
      <td class="wide">
        <ShareBar part={group.events} whole={of.events} />
      </td>
      <td class="numeric" data-count={group.events}>
        {of.by.some((column) => NOT_FILTERED.has(column)) ? (
          <span title={`Last ${formatTime(group.lastMs)}`}>{formatCount(group.events)}</span>
        ) : (
          <button
            type="button"
            class="value"
            title={`Select these ${formatCounted(group.events, 'event')}, the last at ${formatTime(group.lastMs)}`}
            onClick={() => chooseGroup(of.filter, of.by, group.values)}
          >
            {formatCount(group.events)}
          </button>
        )}
      </td>
      {of.part !== null && (
        <td class="numeric" data-part={group.part} title={formatShare(group.part, group.events)}>
          {formatCount(group.part)}
        </td>
      )}
      {of.distinct !== null && (
        <td
          class="numeric"
          data-distinct={group.distinct}
          title={formatCounted(group.distinct, 'distinct value')}
        >
          {formatCount(group.distinct)}
        </td>
      )}
    </tr>
  );
}

function GroupValue({ column, value }: { column: string; value: string | null }): JSX.Element {
  const shown = <Value text={value === null ? null : shorten(value, MAX_CHARS)} absent="(none)" />;
  if (column === 'event_date' && value !== null) {
    return (
      <button type="button" class="value" title="Only this day" onClick={() => chooseDay(value)}>
        {shown}
      </button>
    );
  }
  if (NOT_FILTERED.has(column)) return shown;
  return (
    <button
      type="button"
      class="value"
      title={`Filter by this ${columnTitle(column)}`}
      onClick={(event) => choose(column, value, choiceOf(event))}
    >
      {shown}
    </button>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
