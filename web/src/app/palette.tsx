// biome-ignore-all lint/a11y/useSemanticElements: a <select> cannot be searched by what it does.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a combobox the text keeps the focus.
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: `aria-activedescendant` is how it does so.
/** The command palette: views, services, values of the logs, commands, zones and recent filters, by a few letters. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../base/format.ts';
import { Superseded } from '../base/latest.ts';
import { visible } from '../base/text.ts';
import { knownZones, localZone, shownZone, zoneOf } from '../base/zone.ts';
import { ask, contents, started } from '../engine/session.ts';
import { addFilter, apply, recentFilters } from '../views/filter/edits.ts';
import { serviceName } from '../views/services/services.tsx';
import { entityAddress, go, goTo } from '../views/state.ts';
import { Modal } from '../widgets/modal.tsx';
import { COMMANDS, PALETTE, paletteShown } from './commands.ts';

/** Something to go to or to do. */
type Item = { group: string; title: string; hint: string; run(): void };

const MOST = 8;
const MOST_VALUES = 5;

/** The fields whose values are found, and the columns of those with a page. */
const FIELDS: [field: string, name: string, column: string | null][] = [
  ['user', 'Principal', 'email'],
  ['service', 'Service', null],
  ['action', 'Action', null],
  ['ip', 'Source address', 'source_ip_address'],
  ['ws', 'Workspace', 'workspace_id'],
];

/** The dialog; arrows choose, Enter runs, Esc closes. */
export function Palette(): JSX.Element {
  const open = paletteShown.value;
  const close = (): void => {
    paletteShown.value = false;
  };
  return (
    <Modal class="palette" name="Commands" shown={open} onClose={close}>
      {open && <Search onDone={close} />}
    </Modal>
  );
}

function Search({ onDone }: { onDone(): void }): JSX.Element {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // Zones are many and rarely meant: they come last.
  const items = [...itemsFor(text), ...useValues(text), ...zonesFor(text)];
  const at = Math.min(active, items.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, items.length]);
  const run = (item: Item | undefined): void => {
    if (!item) return;
    onDone();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setActive((at + by + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') run(items[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label="Command, view, value or filter"
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={items.length > 0 ? `palette-${at}` : undefined}
        placeholder="Go to a view, a person, an address; run a command …"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div class="palette-list" id="palette-list" role="listbox" aria-label="Found" ref={list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text handles the keys of its list.
          <div
            key={`${item.group} ${item.title}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            data-item={item.title}
            onClick={() => run(item)}
          >
            <span class="palette-group">{item.group}</span>
            <span class="palette-title">{item.title}</span>
            <span class="palette-hint">{item.hint}</span>
          </div>
        ))}
      </div>
      <p class="empty" role="status">
        {items.length === 0
          ? 'Nothing is called that. A filter can be typed into the box: press / there.'
          : ''}
      </p>
    </>
  );
}

/** What the page itself knows. */
function itemsFor(text: string): Item[] {
  const commands = COMMANDS.flatMap(({ group, title, keys, run }) =>
    run && title !== PALETTE ? [{ group, title, hint: keys.join(', '), run }] : [],
  );
  const services = (contents.value?.services ?? []).map(({ service, events }) => ({
    group: 'Service',
    title: serviceName(service),
    hint: `${formatCount(events)} events`,
    run: () => goTo('services', service),
  }));
  const recent = recentFilters().map((filter) => ({
    group: 'Recent filter',
    title: visible(filter),
    hint: '',
    run: () => apply(filter),
  }));
  if (text.trim() === '') return [...recent.slice(0, MOST_VALUES), ...commands];
  return [commands, services, recent].flatMap((items) => matching(items, text));
}

/** Zones of display, which are listed for a text only. */
function zonesFor(text: string): Item[] {
  if (text.trim() === '') return [];
  const zones = ['UTC', localZone(), ...knownZones()].map((name) => ({
    group: 'Times in',
    title: name,
    hint: name === shownZone() ? 'now' : name === localZone() ? 'this machine' : '',
    run: () => go({ zone: zoneOf(name) }, 'replace'),
  }));
  return matching(zones, text);
}

function matching(items: Item[], text: string): Item[] {
  return unique(items.filter((item) => matches(item, text))).slice(0, MOST);
}

/** Whether every word stands in the item. */
function matches({ group, title }: Item, text: string): boolean {
  const all = `${group} ${title}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function unique(items: Item[]): Item[] {
  return items.filter(({ title }, at) => items.findIndex((other) => other.title === title) === at);
}

/** The values of the logs that the core finds for a text: a page for those that have one, a filter for all. */
function useValues(text: string): Item[] {
  const [found, setFound] = useState<{ text: string; items: Item[] }>({ text: '', items: [] });
  const word = text.trim();
  useEffect(() => {
    if (word === '' || !started.value) return;
    let wanted = true;
    const typed = /^[\p{L}\p{N}._@-]+$/u.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}`;
    void Promise.all(FIELDS.map((field) => valuesOf(field, typed))).then(
      (lists) => wanted && setFound({ text: word, items: lists.flat() }),
      (error: unknown) => {
        if (!(error instanceof Superseded)) console.warn('palette', error);
      },
    );
    return () => {
      wanted = false;
    };
  }, [word]);
  return found.text === word ? found.items : [];
}

async function valuesOf([field, name, column]: (typeof FIELDS)[number], typed: string): Promise<Item[]> {
  const text = `${field}:${typed}`;
  const { candidates, expected } = await ask(`palette.${field}`, {
    ask: 'complete',
    text,
    cursor: text.length,
    most: MOST_VALUES,
  });
  if (expected !== 'value') return [];
  return candidates
    .filter(({ label, events }) => label !== '' && events !== null)
    .flatMap(({ text: value, label, events }) => {
      const hint = `${formatCount(events ?? 0)} events`;
      const title = visible(label);
      const filter = {
        group: `Filter by ${name.toLowerCase()}`,
        title,
        hint,
        run: () => addFilter(`${field}:${value}`),
      };
      if (column === null) return [filter];
      const page = { group: name, title, hint, run: () => go(entityAddress({ column, value: label })) };
      return [page, filter];
    });
}
