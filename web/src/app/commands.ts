/**
 * Every keyboard command of the page, in one list used by both the keyboard handler and the sheet of keys.
 */
import { signal } from '@preact/signals';
import { VIEWS, type View } from '../base/address.ts';
import { asking, cancelLoading, looking, phase, steerRules } from '../engine/session.ts';
import { chooseFiles, chooseFolder } from '../views/file-input.ts';
import { clearFilter, redo, undo } from '../views/filter/edits.ts';
import { address, go, goTo } from '../views/state.ts';
import { toggleTheme } from '../views/theme.ts';
import { printing } from '../widgets/printing.ts';

/** A key and what it does. Commands without `run` belong to a widget, which handles them. */
export type Command = { group: string; keys: string[]; title: string; run?: () => void };

/** Whether the command palette is open. */
export const paletteShown = signal(false);

/** Whether the sheet behind `?` is open. */
export const sheetShown = signal(false);

/** The palette's own title. */
export const PALETTE = 'Commands, views and values';

/** The title of a view's tab. */
export function viewTitle(view: View): string {
  return view[0]?.toUpperCase() + view.slice(1);
}

/** So long a question takes to be asked, and its answer to be drawn. */
const DRAWN_MS = 50;

/** All commands, in the order of the sheet. */
export const COMMANDS: Command[] = [
  ...VIEWS.map((view, at) => ({
    group: 'Views',
    keys: [String(at + 1)],
    title: viewTitle(view),
    run: () => goTo(view),
  })),
  {
    group: 'Page',
    keys: ['Ctrl K'],
    title: PALETTE,
    run: () => {
      paletteShown.value = true;
    },
  },
  { group: 'Page', keys: ['a'], title: 'Choose files to add', run: chooseFiles },
  { group: 'Page', keys: ['A'], title: 'Choose a folder to add', run: chooseFolder },
  {
    group: 'Page',
    keys: ['e'],
    title: 'Open the export menu',
    run: () => focusOn('.header-export > button', true),
  },
  { group: 'Page', keys: ['Ctrl P'], title: 'Print the view, or save it as PDF', run: printView },
  { group: 'Page', keys: ['d'], title: 'Light or dark', run: toggleTheme },
  { group: 'Page', keys: ['?'], title: 'This sheet', run: () => show(true) },
  { group: 'Page', keys: ['Esc'], title: 'Close the sheet, a menu, the detail of an event' },
  { group: 'Filter', keys: ['/'], title: 'Go to the filter', run: () => focusOn('.filter-box input', true) },
  { group: 'Filter', keys: ['c'], title: 'Clear the filter', run: clearFilter },
  { group: 'Filter', keys: ['Ctrl Z'], title: 'Undo the last change', run: undo },
  { group: 'Filter', keys: ['Ctrl Shift Z', 'Ctrl Y'], title: 'Redo', run: redo },
  { group: 'Filter', keys: ['↓', 'Ctrl Space'], title: 'In the box: what could come next' },
  { group: 'Filter', keys: ['Tab'], title: 'In the box: complete' },
  { group: 'Filter', keys: ['↑'], title: 'In the box: the filter before' },
  { group: 'Filter', keys: ['s'], title: 'Stack the histogram by outcome or by service', run: toggleStack },
  {
    group: 'Loading',
    keys: ['.'],
    title: 'Stop reading or evaluating rules; what is loaded stays',
    run: stopWork,
  },
  { group: 'Leaderboards', keys: ['↑', '↓'], title: 'From value to value' },
  { group: 'Leaderboards', keys: ['Enter'], title: 'Only this value, or no longer' },
  { group: 'Leaderboards', keys: ['+', 'Shift click'], title: 'This value, too' },
  { group: 'Leaderboards', keys: ['x', 'Alt click'], title: 'Exclude the value' },
  { group: 'Histogram', keys: ['←', '→'], title: 'Move an edge of the time filter by one bar' },
  { group: 'Histogram', keys: ['Page ↑', 'Page ↓'], title: 'By ten bars' },
  { group: 'Histogram', keys: ['Delete'], title: 'Reset the time' },
  { group: 'Tables', keys: ['↑', '↓', '←', '→'], title: 'From cell to cell' },
  { group: 'Tables', keys: ['Page ↑', 'Page ↓'], title: 'By a screen of rows' },
  { group: 'Tables', keys: ['Home', 'End'], title: 'First and last column' },
  { group: 'Tables', keys: ['Ctrl Home', 'Ctrl End'], title: 'First and last row' },
  { group: 'Tables', keys: ['Enter'], title: 'Open the row; on a heading, sort by it' },
  {
    group: 'Tables',
    keys: ['/'],
    title: 'Find a word in every row, by the filter; the browser’s find sees only rows on screen',
  },
  { group: 'Tables', keys: ['Ctrl C'], title: 'Copy the cell' },
  { group: 'Tables', keys: ['f', '+', 'x'], title: 'Only the cell’s value; that, too; exclude it' },
  { group: 'Tables', keys: ['Shift click', 'Alt click'], title: 'The cell’s value, too; exclude it' },
  { group: 'Columns', keys: ['s', 'S'], title: 'Sort by the column; by it next' },
  { group: 'Columns', keys: ['Shift click', 'Shift Enter'], title: 'On a heading: sort by it next' },
  { group: 'Columns', keys: ['[', ']'], title: 'Move the column; so does dragging its heading' },
  { group: 'Columns', keys: ['<', '>', '='], title: 'Narrower, wider, as wide as its values' },
  { group: 'Columns', keys: ['|', '-'], title: 'Pin to the left, or release; hide' },
  { group: 'Columns', keys: ['g'], title: 'Group by the column' },
];

/** Runs the command of a key that no widget has handled. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const name = keyName(event);
  if (
    event.target instanceof HTMLElement &&
    // The palette opens from a text as well, but not above another dialog.
    !(name === 'Ctrl K' && !event.target.closest('dialog')) &&
    event.target.closest('input:not([type=checkbox]), textarea, select, dialog')
  )
    return;
  const command = COMMANDS.find(({ keys, run }) => run && keys.includes(name));
  if (!command?.run) return;
  event.preventDefault();
  command.run();
}

/** The name of a key in the list: the typed character or, with Ctrl, the key regardless of Caps Lock. */
function keyName({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  if (!ctrlKey && !metaKey) return key;
  return `Ctrl ${shiftKey ? 'Shift ' : ''}${key.toUpperCase()}`;
}

/** Opens or closes the sheet. */
export function show(sheet: boolean): void {
  sheetShown.value = sheet;
}

function focusOn(selector: string, click = false): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  if (click) element?.click();
}

/** Prints once what is asked only while it is on screen has been asked and drawn. */
async function printView(): Promise<void> {
  printing.value = true;
  for (let calm = 0; calm < 2; calm = asking.value > 0 ? 0 : calm + 1) {
    await new Promise((done) => setTimeout(done, DRAWN_MS));
  }
  print();
  printing.value = false;
}

function toggleStack(): void {
  go({ stack: address.value.stack === 'outcome' ? 'service_name' : 'outcome' }, 'replace');
}

function stopWork(): void {
  if (phase.value === 'loading') cancelLoading();
  else if (looking.value) void steerRules('stopLooking');
}
