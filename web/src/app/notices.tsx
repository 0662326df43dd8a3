/** Messages to the user: exports, errors, and loading progress for screen readers. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { HOME } from '../base/address.ts';
import { formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import { fatal, phase, progress, startAgain, started } from '../engine/session.ts';
import { notice, saving } from '../views/saving.ts';
import { go } from '../views/state.ts';
import { CrossIcon } from '../widgets/icons.tsx';

const SHOWN_MS = 6000;

/** The latest message, at the bottom of the window. */
export function Notices(): JSX.Element {
  const word = notice.value;
  const file = saving.value;
  useEffect(() => {
    if (!word || word.error || word.undo) return;
    const timer = setTimeout(() => {
      if (notice.value === word) notice.value = null;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [word]);
  return (
    <div class="notices" role="status">
      {file && (
        <div class="notice">
          Writing {file.file}
          {file.done && `: ${file.done}`}
          {file.cancel && (
            <button type="button" class="button small" onClick={file.cancel}>
              Cancel
            </button>
          )}
        </div>
      )}
      {word && (
        <div class={word.error ? 'notice error' : 'notice'}>
          {word.text}
          {word.undo && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                notice.value = null;
                word.undo?.();
              }}
            >
              Undo
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label="Close this message"
            onClick={() => {
              notice.value = null;
            }}
          >
            <CrossIcon />
          </button>
        </div>
      )}
    </div>
  );
}

/** Announces the start and end of loading and each quarter in between. */
export function Announcer(): JSX.Element {
  const [text, setText] = useState('');
  const now = progress.value;
  const state = phase.value;
  const quarter = now && now.bytesTotal > 0 ? Math.floor((now.bytesRead / now.bytesTotal) * 4) : 0;
  useEffect(() => {
    if (state === 'loading') setText(quarter > 0 && quarter < 4 ? `${quarter * 25} percent read` : 'Reading');
    else if (state === 'ready' && now)
      setText(
        `${now.full ? 'Memory is full: loaded' : 'Loaded'} ${formatCounted(now.events, 'event')} from ${formatCounted(now.inputs, 'file')}`,
      );
    else if (state === 'error') setText('Loading has failed');
  }, [state, quarter, now?.full]);
  return (
    <div class="hidden" aria-live="polite">
      {text}
    </div>
  );
}

/** The engine has stopped for good; offers to start a new one. */
export function Fatal(): JSX.Element | null {
  const stop = fatal.value;
  if (!stop) return null;
  return (
    <div class="fatal" role="alert">
      <h1>
        {stop.path === null
          ? 'Touchstone has stopped'
          : `Touchstone has stopped while reading ${visible(stop.path)}`}
      </h1>
      <p>{stop.message}</p>
      {started.value && (
        <>
          <p>What was loaded is gone from memory; the files themselves are untouched.</p>
          <div class="start-buttons">
            <button type="button" class="button primary" onClick={() => again('others')}>
              {stop.path === null ? 'Start again with the same files' : 'Start again without this file'}
            </button>
            <button type="button" class="button" onClick={() => again('nothing')}>
              Start again with nothing
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** If no file caused the stop, a question did: start again without the view and filter that asked it. */
function again(keep: 'others' | 'nothing'): void {
  if (fatal.value?.path === null) go({ ...HOME, view: keep === 'others' ? 'overview' : 'start' });
  startAgain(keep);
}
