/** What can be done with a column of a table: every command of its heading, for hands without a mouse. */
import type { JSX } from 'preact';
import { visible } from '../../base/text.ts';
import type { Order } from '../../widgets/grid/model.ts';
import { Popover } from '../../widgets/popover.tsx';

/** What a column can be told. */
export type ColumnCommand =
  | 'ascending'
  | 'descending'
  | 'addToOrder'
  | 'left'
  | 'right'
  | 'pin'
  | 'narrower'
  | 'wider'
  | 'fit'
  | 'group'
  | 'hide';

/** The keys of commands on a cell or heading. */
export const COLUMN_KEYS: Record<string, ColumnCommand> = {
  s: 'ascending',
  S: 'addToOrder',
  '[': 'left',
  ']': 'right',
  '|': 'pin',
  '<': 'narrower',
  '>': 'wider',
  '=': 'fit',
  g: 'group',
  '-': 'hide',
};

type MenuProps = {
  column: string;
  sort: readonly Order[];
  isPinned: boolean;
  isOnly: boolean;
  onCommand(command: ColumnCommand): void;
};

/** The button with the commands. */
export function ColumnMenu({ column, sort, isPinned, isOnly, onCommand }: MenuProps): JSX.Element {
  const order = sort.find((one) => one.column === column);
  const others = sort.some((one) => one.column !== column);
  const name = visible(column);
  return (
    <Popover class="end" floating name={`Column ${name}`} label={<span>Column</span>}>
      {(close) => {
        const button = (command: ColumnCommand, label: string, key?: string, off = false): JSX.Element => (
          <button
            key={command}
            type="button"
            class="button small"
            disabled={off}
            onClick={() => {
              onCommand(command);
              // Moving and sizing go on; everything else is done.
              if (!STEPS.has(command)) close();
            }}
          >
            <span>{label}</span>
            {key && <kbd>{key}</kbd>}
          </button>
        );
        return (
          <div class="column-menu">
            <b>{name}</b>
            {button('ascending', 'Sort ascending', 's', order?.descending === false && !others)}
            {button('descending', 'Sort descending', undefined, order?.descending === true && !others)}
            {others && button('addToOrder', order ? 'Turn its order' : 'Sort by it next', 'Shift s')}
            {button('group', 'Group by it', 'g')}
            {button('pin', isPinned ? 'Release' : 'Pin to the left', '|')}
            {button('left', 'Move left', '[')}
            {button('right', 'Move right', ']')}
            {button('narrower', 'Narrower', '<')}
            {button('wider', 'Wider', '>')}
            {button('fit', 'Width of its values', '=')}
            {button('hide', 'Hide', '-', isOnly)}
          </div>
        );
      }}
    </Popover>
  );
}

const STEPS = new Set<ColumnCommand>(['left', 'right', 'narrower', 'wider']);
