/** What an id is called, and the events that say so. */
import type { JSX } from 'preact';
import { formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Named } from '../../engine/generated.ts';
import { PARAMETER } from '../columns.ts';
import { showEvents } from '../filter/edits.ts';

/** The names that the log has beside an id; nothing without one. */
export function Names({ names }: { names: Named[] }): JSX.Element | null {
  if (names.length === 0) return null;
  return (
    <p class="entity-names" data-names={names.length}>
      {names.length === 1 ? 'Called ' : 'The log has different names beside it: '}
      {names.map((named, at) => (
        <span key={named.name}>
          {at > 0 && ', '}
          <b>{visible(named.name)}</b> in <Evidence named={named} />
        </span>
      ))}
      .
    </p>
  );
}

/** The events with both, as a button that shows them. */
function Evidence({ named }: { named: Named }): JSX.Element {
  return (
    <button type="button" class="value" title={evidenceOf(named)} onClick={() => showEvents(named.filter)}>
      {formatCounted(named.events, 'event')} that {named.events === 1 ? 'has' : 'have'}{' '}
      {short(named.nameColumn)} beside {short(named.idColumn)}
    </button>
  );
}

/** The evidence of a name in words. */
export function evidenceOf({ name, idColumn, nameColumn, events }: Named): string {
  return `${formatCounted(events, 'event')} with ${visible(name)} as ${short(nameColumn)} beside this ${short(idColumn)}: show ${events === 1 ? 'it' : 'them'}`;
}

function short(column: string): string {
  return visible(column.replace(PARAMETER, ''));
}
