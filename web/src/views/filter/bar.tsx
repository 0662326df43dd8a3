/** The row under the filter box: chips, and commands for the whole filter. */
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { RedoIcon, UndoIcon } from '../../widgets/icons.tsx';
import { basis } from '../basis.tsx';
import { address, filtered } from '../state.ts';
import { Chips } from './chips.tsx';
import { canStep, clearFilter, redo, undo } from './edits.ts';

/**
 * The row. It keeps its height without a filter, so that a first click does not move what is under the
 * pointer.
 */
export function FilterBar(): JSX.Element {
  const can = canStep();
  return (
    <div class="filter-bar">
      <Chips />
      <div class="filter-tools">
        {filtered.value && (
          <button type="button" class="chips-clear" title="Clear the filter (c)" onClick={clearFilter}>
            Clear
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label="Undo"
          title="Undo the last change of the filter (Ctrl Z)"
          disabled={!can.undo}
          onClick={undo}
        >
          <UndoIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Redo"
          title="Redo (Ctrl Shift Z)"
          disabled={!can.redo}
          onClick={redo}
        >
          <RedoIcon />
        </button>
        <CopyButton text={linkHere()} what="address of this view and filter">
          Copy address
        </CopyButton>
      </div>
    </div>
  );
}

/** A link with page, view and filter, and with an event whose content is known: its number depends on the order of loading. */
function linkHere(): string {
  return `${location.href.replace(/#.*$/s, '')}${encodeAddress({ ...address.value, event: null, on: basis.value })}`;
}
