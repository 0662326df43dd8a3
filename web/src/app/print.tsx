/** What stands above a printed view: its name, the filter, and what the figures rest on. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { shownZone } from '../base/zone.ts';
import { contents, given } from '../engine/session.ts';
import { address, filter, filtered } from '../views/state.ts';
import { setTheme, theme } from '../views/theme.ts';
import { viewTitle } from './commands.ts';

const NAMED = 8;

/** The heading; on paper only, where the page is light. */
export function PrintHead(): JSX.Element {
  useEffect(() => {
    let before = theme.value;
    const lighten = (): void => {
      before = theme.value;
      setTheme('light');
    };
    const restore = (): void => {
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
