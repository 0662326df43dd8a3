/** The message that memory is full: how much was read, that the rest is not loaded, and what to do. */
import type { JSX } from 'preact';
import { HOME } from '../base/address.ts';
import { formatBytes, formatCounted } from '../base/format.ts';
import { progress, startAgain } from '../engine/session.ts';
import { go } from './state.ts';

/** The message, shown as long as memory is full, because every figure then covers only a part. */
export function Full(): JSX.Element | null {
  const now = progress.value;
  if (!now?.full) return null;
  return (
    <div class="troubles" role="alert" data-full>
      <div>
        <p>
          <strong>Memory is full:</strong> loaded {formatCounted(now.events, 'event')},{' '}
          {formatBytes(now.bytesRead)} of {formatBytes(now.bytesTotal)} in {formatCounted(now.inputs, 'file')}
          .
        </p>
        <p>
          What is loaded reconciles and can be used; every count on this page is of that part, and Inputs says
          how far each file was read. No more is read. For the rest, start again with fewer files, or use the
          command line, <code>touchstone analyze</code>, which has no such limit.
        </p>
      </div>
      <button type="button" class="button small" onClick={again}>
        Start again with nothing
      </button>
    </div>
  );
}

function again(): void {
  go({ ...HOME, view: 'start' });
  startAgain('nothing');
}
