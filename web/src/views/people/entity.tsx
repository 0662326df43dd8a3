/**
 * The page of an entity: a column or a request parameter with a value. Every number is that of a filter, and a click
 * makes it the filter.
 */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Entity, encodeAddress } from '../../base/address.ts';
import { formatCount, formatCounted, formatShare } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import { formatIn, holding } from '../../base/zone.ts';
import type { Entity as Answer } from '../../engine/generated.ts';
import { contents } from '../../engine/session.ts';
import { Figures } from '../../widgets/figures.tsx';
import { Heatmap } from '../../widgets/heatmap.tsx';
import { binCount } from '../../widgets/histogram/stack.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { columnTitle } from '../columns.ts';
import { ShownMenu } from '../export.tsx';
import { addFilter, chooseGroup, chooseHour, showGroup } from '../filter/edits.ts';
import { useSame } from '../same.ts';
import { filtered, viewAddress } from '../state.ts';
import { NothingSelected, Refused } from '../states.tsx';
import { TimeHistogram } from '../time-histogram.tsx';
import { EntityBoards } from './boards.tsx';
import { Changes } from './changes.tsx';
import { EntityFindings } from './findings.tsx';
import { Names } from './names.tsx';
import { entityQuestion, partOf } from './question.ts';
import { Sessions } from './sessions.tsx';
import { LongActions, Story } from './story.tsx';
import { offsets, ZoneChooser, zone, zoneName } from './zone.tsx';

const FEW = 8;
const MANY = 500;

/** The page. */
export function EntityPage({ entity }: { entity: Entity }): JSX.Element {
  const [expanded, setExpanded] = useState<string | null>(null);
  const [newest, setNewest] = useState(false);
  const { answer, error } = useAnswer(
    'entity',
    entityQuestion(entity, expanded === null ? FEW : MANY, newest),
  );
  if (error !== null) return <Refused error={error} />;
  if (!answer) return <div class="view" aria-busy="true" />;
  const { figures } = answer;
  return (
    <div class="view entity" data-entity={entity.column}>
      <Head entity={entity} answer={answer} />
      {figures.events === 0 ? (
        <NothingSelected what="event of this" />
      ) : (
        <>
          <KeyFigures entity={entity} answer={answer} />
          <Timeline entity={entity} answer={answer} />
          <div class="entity-columns">
            <Week entity={entity} answer={answer} />
            <Changes entity={entity} before={answer.before} after={answer.after} splitMs={answer.splitMs} />
          </div>
          <EntityFindings entity={entity} of={answer.filter} />
          <EntityBoards
            entity={entity}
            answer={answer}
            few={FEW}
            expanded={expanded}
            onExpand={setExpanded}
            newest={newest}
            onNewest={setNewest}
          />
          <Sessions entity={entity} of={answer.filter} />
          <LongActions entity={entity} of={answer.filter} />
          <Story entity={entity} of={answer.filter} principals={entity.column !== 'email'} />
        </>
      )}
    </div>
  );
}

function Head({ entity, answer }: { entity: Entity; answer: Answer }): JSX.Element {
  const { column, value } = entity;
  const { figures, loaded } = answer;
  return (
    <header class="entity-head">
      <div>
        <p class="entity-kind">
          <a href={encodeAddress(viewAddress('people'))}>People</a> · {columnTitle(column)}
        </p>
        <h1 class="view-title">{value === null ? '(none)' : value === '' ? '(empty)' : visible(value)}</h1>
        <Names names={answer.names} />
        <p class="entity-span">
          <b data-figure="of-entity">{formatCount(figures.events)}</b>{' '}
          {filtered.value ? `of ${formatCounted(loaded, 'event')} under the filter` : 'events'}
          {figures.firstMs !== null && figures.lastMs !== null && (
            <>
              {' '}
              from {formatIn(zone.value, figures.firstMs)} to {formatIn(zone.value, figures.lastMs)}{' '}
              {zoneName()}
            </>
          )}
        </p>
      </div>
      <div class="entity-tools">
        <ZoneChooser />
        <button type="button" class="button" onClick={() => addFilter(answer.clause)}>
          Filter by this
        </button>
        <button type="button" class="button" onClick={() => showGroup(answer.clause, [], [])}>
          Show the events
        </button>
        <a
          class="button"
          href={encodeAddress({ ...viewAddress('compare'), filter: answer.filter, against: null })}
        >
          Compare
        </a>
      </div>
    </header>
  );
}

function KeyFigures({ entity, answer }: { entity: Entity; answer: Answer }): JSX.Element {
  const { figures, clause } = answer;
  const outcome = (value: string) => () => chooseGroup(clause, ['outcome'], [value]);
  // A session has no board of sessions.
  const ofSession = entity.column === 'session_id' && entity.value !== null;
  const sessions = answer.boards.find(({ by }) => by.length === 1 && by[0] === 'session_id')?.total ?? 0;
  return (
    <Figures
      label="Key figures of the entity"
      figures={[
        { name: 'events', value: figures.events, label: 'events', onChoose: () => addFilter(clause) },
        {
          name: 'denied',
          value: figures.denied,
          label: `denied (${formatShare(figures.denied, figures.events)})`,
          alarming: true,
          onChoose: outcome('denied'),
        },
        { name: 'failures', value: figures.failures, label: 'failures', onChoose: outcome('failure') },
        { name: 'services', value: figures.services, label: 'services' },
        { name: 'sourceAddresses', value: figures.sourceAddresses, label: 'source addresses' },
        { name: 'principals', value: figures.principals, label: 'principals' },
        { name: 'sessions', value: ofSession ? 1 : sessions, label: 'sessions' },
        { name: 'workspaces', value: figures.workspaces, label: 'workspaces' },
        ...(figures.undated > 0
          ? [{ name: 'undated', value: figures.undated, label: 'without a time' }]
          : []),
      ]}
    />
  );
}

function Timeline({ entity, answer }: { entity: Entity; answer: Answer }): JSX.Element | null {
  const histogram = useSame(answer.histogram);
  if (binCount(histogram) === 0) return <Empty>No event of this has a time.</Empty>;
  return (
    <TimeHistogram
      heading="Events over time, by service"
      title={partOf(entity, 'Events over time')}
      bins={histogram}
      question={entityQuestion(entity, 1, false)}
      rank={rank}
      place={place}
    />
  );
}

/** The place of a service in a bar, from its bottom. */
function place(name: string): number {
  return name === 'other' ? -1 : rank(name);
}

/** A service's rank among all loaded services, so that its colour is the same everywhere. */
function rank(name: string): number {
  return contents.value?.services.findIndex(({ service }) => service === name) ?? 0;
}

function Week({ entity, answer }: { entity: Entity; answer: Answer }): JSX.Element {
  const { figures, week, clause } = answer;
  // Those by which the hours were counted.
  const span = holding(offsets(zone.value), figures.firstMs ?? 0, figures.lastMs ?? 0);
  return (
    <Panel
      title="Hours and days of the week"
      class="week"
      aside={<span data-zone={zoneName()}>{zoneName()}</span>}
      menu={
        <ShownMenu
          title={partOf(entity, 'Hours and days of the week')}
          question={entityQuestion(entity, 1, false)}
          part={['week']}
          chart={{
            kind: 'week',
            title: partOf(entity, 'Hours and days of the week'),
            counts: week,
            zone: zoneName(),
          }}
        />
      }
    >
      <Heatmap
        label={`Events by hour and day of the week, ${zoneName()}`}
        counts={week}
        noun="event"
        onChoose={(hour) => chooseHour(clause, hour, span)}
      />
    </Panel>
  );
}
