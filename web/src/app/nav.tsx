/** The side bar: the views and, under them, the gold frames. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { encodeAddress, VIEWS, type View } from '../base/address.ts';
import { formatCount, formatCounted, formatShort } from '../base/format.ts';
import type { Findings } from '../engine/generated.ts';
import { contents, findings } from '../engine/session.ts';
import { useSelected } from '../views/services/selected.ts';
import { serviceName } from '../views/services/services.tsx';
import { address, filtered, viewAddress } from '../views/state.ts';
import { viewTitle } from './commands.ts';

const MAX_FRAMES = 40;

/** The side bar. Its entries are links, so that they can be opened in tabs, copied and gone back from. */
export function Nav(): JSX.Element {
  const { view: now, service: frame } = address.value;
  const loaded = contents.value;
  const bar = useRef<HTMLElement>(null);
  const selected = useSelected('nav');
  const under = selected && new Map(selected.services.map(({ service, events }) => [service, events]));
  const many = loaded?.services.length ?? 0;
  // On a narrow screen the bar is a scrolling row.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [now, frame, many > 0]);
  const counts: Partial<Record<View, number | undefined>> = {
    findings: findings.value?.notable,
    // Those under a filter are counted by the view alone.
    people: filtered.value ? undefined : loaded?.principals,
    services: selected?.selected ?? loaded?.services.length,
    events: selected?.events ?? loaded?.totals.events,
    inputs: loaded?.inputs,
  };
  return (
    <nav class="nav" aria-label="Views" ref={bar}>
      <ul>
        {VIEWS.map((view) => (
          <li key={view}>
            <Entry
              href={encodeAddress(viewAddress(view))}
              current={now === view && (view !== 'services' || frame === null)}
              name={viewTitle(view)}
              count={counts[view]}
              hint={
                view === 'findings' && findings.value
                  ? findingsHint(findings.value)
                  : selected && loaded && view === 'events'
                    ? underHint(selected.events, loaded.totals.events)
                    : undefined
              }
            />
          </li>
        ))}
      </ul>
      {loaded && loaded.services.length > 0 && (
        <>
          <h2 id="nav-gold">Services (gold)</h2>
          <ul class="nav-gold" aria-labelledby="nav-gold">
            {loaded.services.slice(0, MAX_FRAMES).map(({ service, events }) => (
              <li key={service}>
                <Entry
                  href={encodeAddress(viewAddress('services', service))}
                  current={now === 'services' && frame === service}
                  name={serviceName(service)}
                  count={under ? (under.get(service) ?? 0) : events}
                  hint={under ? underHint(under.get(service) ?? 0, events) : undefined}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

type EntryProps = {
  href: string;
  current: boolean;
  name: string;
  count: number | undefined;
  /** What the count says; the count itself by default. */
  hint?: string | undefined;
};

function underHint(count: number, all: number): string {
  return `${formatCount(count)} of ${formatCounted(all, 'event')} under the filter`;
}

function findingsHint({ notable, total }: Findings): string {
  return `${formatCount(notable)} of medium severity or above, ${formatCount(total)} in all, whatever the filter`;
}

function Entry({ href, current, name, count, hint }: EntryProps): JSX.Element {
  return (
    <a href={href} aria-current={current ? 'page' : undefined} title={name}>
      <span class="nav-name">{name}</span>
      {count !== undefined && (
        <span class="nav-count" title={hint ?? formatCount(count)}>
          {formatShort(count)}
        </span>
      )}
    </a>
  );
}
