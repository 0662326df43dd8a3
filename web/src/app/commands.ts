/** Every key of the page, in one list: it is what the keyboard handler runs and what the sheet of keys shows. */
import { signal } from '@preact/signals';
import { VIEWS, type View } from '../base/address.ts';
import { cancelLoading, phase } from '../engine/session.ts';
import { address, clearFilter, go, goTo } from '../views/desk.ts';
import { chooseFiles, chooseFolder } from '../views/intake.ts';
import { toggleTheme } from '../views/theme.ts';

/** A key and what it does. Those without `run` belong to a widget, which handles them itself. */
export type Command = { group: string; keys: string[]; title: string; run?: () => void };

/** Whether the sheet of keys is open. */
export const keysShown = signal(false);

/** What a tab is called. */
export function viewTitle(view: View): string {
  return view[0]?.toUpperCase() + view.slice(1);
}

/** All commands, in the order of the sheet. */
export const COMMANDS: Command[] = [
  ...VIEWS.map((view, at) => ({
    group: 'Views',
    keys: [String(at + 1)],
    title: viewTitle(view),
    run: () => goTo(view),
  })),
  { group: 'Page', keys: ['a'], title: 'Choose files to add', run: chooseFiles },
  { group: 'Page', keys: ['A'], title: 'Choose a folder to add', run: chooseFolder },
  {
    group: 'Page',
    keys: ['e'],
    title: 'Open the export menu',
    run: () => focusOn('.header-export > button', true),
  },
  { group: 'Page', keys: ['d'], title: 'Light or dark', run: toggleTheme },
  { group: 'Page', keys: ['?'], title: 'This sheet', run: () => show(true) },
  { group: 'Page', keys: ['Esc'], title: 'Close the sheet, a menu, the detail of an event' },
  { group: 'Filter', keys: ['c'], title: 'Clear all filters', run: clearFilter },
  { group: 'Filter', keys: ['/'], title: 'Go to the filter', run: () => focusOn('.chips button') },
  { group: 'Filter', keys: ['s'], title: 'Stack the histogram by outcome or by service', run: toggleStack },
  { group: 'Filter', keys: ['Alt ←'], title: 'Undo: the browser’s back' },
  { group: 'Loading', keys: ['.'], title: 'Stop reading; what is loaded stays', run: stopReading },
  { group: 'Leaderboards', keys: ['↑', '↓'], title: 'From value to value' },
  { group: 'Leaderboards', keys: ['Enter'], title: 'Filter by the value, or lift that' },
  { group: 'Leaderboards', keys: ['x', 'Alt click'], title: 'Exclude the value' },
  { group: 'Histogram', keys: ['←', '→'], title: 'Move an edge of the time filter by one bar' },
  { group: 'Histogram', keys: ['Page ↑', 'Page ↓'], title: 'By ten bars' },
  { group: 'Histogram', keys: ['Delete'], title: 'All of time' },
  { group: 'Tables', keys: ['↑', '↓', '←', '→'], title: 'From cell to cell' },
  { group: 'Tables', keys: ['Page ↑', 'Page ↓'], title: 'By a screen of rows' },
  { group: 'Tables', keys: ['Home', 'End'], title: 'First and last column' },
  { group: 'Tables', keys: ['Ctrl Home', 'Ctrl End'], title: 'First and last row' },
  { group: 'Tables', keys: ['Enter'], title: 'Open the row; on a heading, sort by it' },
  { group: 'Tables', keys: ['Ctrl C'], title: 'Copy the cell' },
  { group: 'Tables', keys: ['f', 'x'], title: 'Filter by the cell, exclude it' },
];

/** Runs the command of a key that nobody else wanted. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (
    event.target instanceof HTMLElement &&
    event.target.closest('input:not([type=checkbox]), textarea, select, dialog')
  )
    return;
  const command = COMMANDS.find(({ keys, run }) => run && keys.includes(event.key));
  if (!command?.run) return;
  event.preventDefault();
  command.run();
}

/** Opens or closes the sheet of keys. */
export function show(sheet: boolean): void {
  keysShown.value = sheet;
}

function focusOn(selector: string, click = false): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  if (click) element?.click();
}

function toggleStack(): void {
  go({ stack: address.value.stack === 'outcome' ? 'service_name' : 'outcome' }, 'replace');
}

function stopReading(): void {
  if (phase.value === 'loading') cancelLoading();
}
