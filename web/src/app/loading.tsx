/** Loading progress: a strip under the top bar while the page stays usable. */
import type { JSX } from 'preact';
import { formatBytes, formatCount, formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import type { Progress } from '../engine/generated.ts';
import { cancelLoading, loadMs, phase, progress, started } from '../engine/session.ts';

/** Expected bytes per event. 8.6 million such events fit into a browser's memory with room for queries. */
const BUDGET_PER_EVENT = 400;

/** The strip; empty while nothing is being read. */
export function Loading(): JSX.Element | null {
  if (phase.value !== 'loading') return null;
  const now = progress.value;
  if (!now) return <div class="loading">{started.value ? 'Opening the files.' : 'Starting.'}</div>;
  const rate = loadMs.value > 0 ? now.bytesRead / (loadMs.value / 1000) : 0;
  return (
    <section class="loading" aria-label="Loading">
      <progress max={Math.max(1, now.bytesTotal)} value={now.bytesRead} aria-label="Bytes read" />
      <span class="loading-figures">
        <span>
          <b>{formatBytes(now.bytesRead)}</b> of {formatBytes(now.bytesTotal)}
        </span>
        <span>
          <b>{formatCount(now.events)}</b> events
        </span>
        <b>{formatBytes(rate)}/s</b>
        <span>
          {formatCount(now.inputsDone)} of {formatCounted(now.inputs, 'file')}
        </span>
        <MemoryFigures {...now} />
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

/** Memory used of the limit, and bytes per event beside the expected figure. */
function MemoryFigures({ events, memoryBytes, takenBytes, limitBytes }: Progress): JSX.Element {
  return (
    <>
      {takenBytes !== null && limitBytes !== null && (
        <span title="Reading stops before memory is full; what is loaded then stays usable">
          <b>{formatBytes(takenBytes)}</b> of {formatBytes(limitBytes)} memory
        </span>
      )}
      {events > 0 && (
        <span title="What the tables take, and what they may take for an event">
          <b>{formatCount(memoryBytes / events)}</b> B/event, budget {BUDGET_PER_EVENT}
        </span>
      )}
    </>
  );
}
