// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** What an entity used and where from. A number is a filter, a name leads to the page of what it names. */
import type { JSX } from 'preact';
import { type Entity as EntityName, encodeAddress } from '../../base/address.ts';
import { formatCount, formatCounted } from '../../base/format.ts';
import { shorten, visible } from '../../base/text.ts';
import { formatIn } from '../../base/zone.ts';
import type { Entity, EntityBoard, Use } from '../../engine/generated.ts';
import { More } from '../../widgets/more.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { columnTitle } from '../columns.ts';
import { MOST_ROWS, ShownMenu, titleOf } from '../export.tsx';
import { addFilter, chooseGroup } from '../filter/edits.ts';
import { entityAddress } from '../state.ts';
import { entityQuestion, partOf } from './question.ts';
import { zone, zoneName } from './zone.tsx';

const MAX_CHARS = 120;

type BoardsProps = {
  entity: EntityName;
  answer: Entity;
  few: number;
  /** The name of the board that is shown in full. */
  expanded: string | null;
  onExpand(board: string | null): void;
  newest: boolean;
  onNewest(newest: boolean): void;
};

/** The boards. */
export function EntityBoards(props: BoardsProps): JSX.Element {
  const { answer, newest, onNewest } = props;
  return (
    <>
      <div class="view-actions">
        <span>
          Times are of {zoneName()}
          {answer.splitMs !== null &&
            `; new means first seen from ${formatIn(zone.value, answer.splitMs, false)} on, the later half of the time`}
          .
        </span>
        <span class="switch" role="group" aria-label="Order of the lists">
          <button type="button" aria-pressed={!newest} onClick={() => onNewest(false)}>
            Most events
          </button>
          <button type="button" aria-pressed={newest} onClick={() => onNewest(true)}>
            Latest first seen
          </button>
        </span>
      </div>
      <div class="entity-boards">
        {answer.boards.map((board) => (
          <Board key={board.by.join(' ')} board={board} {...props} />
        ))}
      </div>
    </>
  );
}

function Board({
  entity,
  board,
  few,
  expanded,
  newest,
  onExpand,
}: BoardsProps & { board: EntityBoard }): JSX.Element {
  const { title, by, total, uses, without } = board;
  const name = by.join(' ');
  const isExpanded = expanded === name;
  const shown = isExpanded ? uses : uses.slice(0, few);
  return (
    <Panel
      title={title}
      class={isExpanded ? 'entity-board expanded' : 'entity-board'}
      aside={
        <span>
          {formatCount(total)}
          {board.new > 0 && `, ${formatCount(board.new)} new`}
        </span>
      }
      menu={
        <ShownMenu
          title={titleOf(partOf(entity, title), total)}
          question={entityQuestion(entity, MOST_ROWS, newest)}
          part={['boards', `title=${title}`]}
        />
      }
    >
      <table class="list" aria-label={title} data-board={name}>
        <thead>
          <tr>
            {by.map((column) => (
              <th key={column} scope="col" title={visible(column)}>
                {columnTitle(column)}
              </th>
            ))}
            <th scope="col">First seen</th>
            <th scope="col" class="numeric">
              Denied
            </th>
            <th scope="col" class="numeric">
              Events
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((use) => (
            <UseRow key={JSON.stringify(use.values)} board={board} use={use} />
          ))}
        </tbody>
      </table>
      {without > 0 && by.length === 1 && (
        <p class="entity-without">{formatCounted(without, 'event')} without.</p>
      )}
      <More
        of={title}
        shown={shown.length}
        total={total}
        expanded={isExpanded}
        onExpand={(more) => onExpand(more ? name : null)}
      />
    </Panel>
  );
}

function UseRow({ board, use }: { board: EntityBoard; use: Use }): JSX.Element {
  const select = (): void =>
    use.filter === null ? chooseGroup(board.within, board.by, use.values) : addFilter(use.filter);
  return (
    <tr data-values={JSON.stringify(use.values)}>
      {board.by.map((column, at) => (
        <td key={column}>
          <Name column={column} value={use.values[at] ?? null} />
        </td>
      ))}
      <td class="entity-first">
        {use.firstMs === null ? '–' : formatIn(zone.value, use.firstMs, false)}
        {use.new && <span class="new-mark">new</span>}
      </td>
      <td class={use.denied > 0 ? 'numeric denied' : 'numeric'} data-denied={use.denied}>
        {formatCount(use.denied)}
      </td>
      <td class="numeric" data-count={use.events}>
        <button
          type="button"
          class="value"
          title={`Select these ${formatCounted(use.events, 'event')}`}
          onClick={select}
        >
          {formatCount(use.events)}
        </button>
      </td>
    </tr>
  );
}

/** What is no entity: a network is many addresses, an outcome or a message names nothing. */
const PLAIN = new Set(['network', 'outcome', 'error_message', 'action_name']);

function Name({ column, value }: { column: string; value: string | null }): JSX.Element {
  const shown = <Value text={value === null ? null : shorten(value, MAX_CHARS)} absent="(none)" />;
  if (value === null || PLAIN.has(column)) return shown;
  return <a href={encodeAddress(entityAddress({ column, value }))}>{shown}</a>;
}
