/** What stands above and below a printed view: its name and the filter, and what the figures rest on. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { shownZone } from '../base/zone.ts';
import { basisOf, contents, given, hashing, phase, revision } from '../engine/session.ts';
import { address, filter, filtered, frameTable } from '../views/state.ts';
import { setTheme, theme } from '../views/theme.ts';
import { printing } from '../widgets/printing.ts';
import { viewTitle } from './commands.ts';

const NAMED = 8;

/** The heading; on paper only, where the page is light. */
export function PrintHead(): JSX.Element {
  useEffect(() => {
    let before = theme.value;
    const lighten = (): void => {
      before = theme.value;
      printing.value = true;
      setTheme('light');
    };
    const restore = (): void => {
      printing.value = false;
      setTheme(before);
    };
    addEventListener('beforeprint', lighten);
    addEventListener('afterprint', restore);
    return () => {
      removeEventListener('beforeprint', lighten);
      removeEventListener('afterprint', restore);
    };
  }, []);
  const { view, service, entity } = address.value;
  const of = (view === 'services' && service) || (view === 'people' && entity?.value) || null;
  const now = contents.value;
  const paths = given().map(({ path }) => path);
  return (
    <div class="print-head">
      <h1>
        Touchstone: {viewTitle(view)}
        {of !== null && `, ${visible(of)}`}
      </h1>
      <p>Filter: {filtered.value ? visible(filter.value) : 'none, every event'}</p>
      {now && (
        <p>
          {formatCounted(now.totals.events, 'event')} of {formatCounted(now.totals.records, 'record')} in{' '}
          {formatCounted(now.inputs, 'file')}: {paths.slice(0, NAMED).map(visible).join(', ')}
          {paths.length > NAMED && ` and ${formatCounted(paths.length - NAMED, 'other')}`}
        </p>
      )}
      <p>Times are in {shownZone()}.</p>
    </div>
  );
}

/** Until the filter has stood so long, nobody prints, and nothing is counted for it. */
const REST_MS = 1000;

/** What the figures rest on; on paper only. It is counted ahead, since a page is printed without waiting. */
export function PrintFoot(): JSX.Element | null {
  const ready = phase.value === 'ready' && hashing.value === 0;
  const loaded = revision.value;
  const text = filter.value;
  const [footer, setFooter] = useState<string | null>(null);
  useEffect(() => {
    setFooter(null);
    if (!ready) return;
    let current = true;
    const count = async (): Promise<void> => {
      try {
        const said = await basisOf({ kind: 'table', table: frameTable(null) });
        if (current) setFooter(said.footer);
      } catch (error) {
        // Without an engine nothing is on screen either.
        console.warn('basis', error);
      }
    };
    const timer = setTimeout(() => void count(), REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ready, loaded, text]);
  if (contents.value === null) return null;
  return (
    <p class="print-foot">
      {footer === null
        ? 'What this rests on was still being counted when it was printed.'
        : `Basis: ${visible(footer)}`}
    </p>
  );
}
