/** How far reading has come: a strip under the top bar while the page stays usable. */
import type { JSX } from 'preact';
import { formatBytes, formatCount, formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { cancelLoading, loadMs, phase, progress, started } from '../engine/session.ts';

/** The strip; nothing while nothing is read. */
export function Loading(): JSX.Element | null {
  if (phase.value !== 'loading') return null;
  const now = progress.value;
  if (!now) return <div class="loading">{started.value ? 'Opening the files.' : 'Starting.'}</div>;
  const rate = loadMs.value > 0 ? now.bytesRead / (loadMs.value / 1000) : 0;
  return (
    <section class="loading" aria-label="Loading">
      <progress max={Math.max(1, now.bytesTotal)} value={now.bytesRead} aria-label="Bytes read" />
      <span class="loading-figures">
        <b>{formatBytes(now.bytesRead)}</b> of {formatBytes(now.bytesTotal)}
        <b>{formatCount(now.events)}</b> events
        <b>{formatBytes(rate)}/s</b>
        <span>
          {formatCount(now.inputsDone)} of {formatCounted(now.inputs, 'file')}
        </span>
      </span>
      <span class="loading-path" title={now.current ?? undefined}>
        {now.current !== null && visible(now.current)}
      </span>
      <button type="button" class="button small" onClick={cancelLoading}>
        Cancel
      </button>
    </section>
  );
}
