/** The side bar: the views and, under them, the gold frames. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { encodeAddress, VIEWS, type View } from '../base/address.ts';
import { formatCount, formatShort } from '../base/format.ts';
import type { Findings } from '../engine/generated.ts';
import { contents, findings } from '../engine/session.ts';
import { serviceName } from '../views/services/services.tsx';
import { address, viewAddress } from '../views/state.ts';
import { viewTitle } from './commands.ts';

const MAX_FRAMES = 40;

/** The side bar. Its entries are links, so that they can be opened in tabs, copied and gone back from. */
export function Nav(): JSX.Element {
  const { view: now, service: frame } = address.value;
  const loaded = contents.value;
  const bar = useRef<HTMLElement>(null);
  const many = loaded?.services.length ?? 0;
  // On a narrow screen the bar is a scrolling row.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [now, frame, many > 0]);
  const counts: Partial<Record<View, number | undefined>> = {
    findings: findings.value?.notable,
    people: loaded?.principals,
    services: loaded?.services.length,
    events: loaded?.totals.events,
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
              hint={view === 'findings' && findings.value ? findingsHint(findings.value) : undefined}
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
                  count={events}
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

function findingsHint({ notable, total }: Findings): string {
  return `${formatCount(notable)} of medium severity or above, ${formatCount(total)} in all`;
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
