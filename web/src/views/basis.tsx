/** A word where other files are loaded than those that a link was made on. */
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { basisOf, filesOf } from '../base/basis.ts';
import { formatCounted } from '../base/format.ts';
import { hashing, phase, progress } from '../engine/session.ts';
import { useAnswer } from './ask.ts';
import { address, go } from './state.ts';

/** What is loaded, for links; null until every file has its hash. */
export const basis = signal<string | null>(null);

/** The word. It knows what is loaded only when all of it is hashed. */
export function OtherFiles(): JSX.Element | null {
  const ready = phase.value === 'ready' && hashing.value === 0;
  const { answer, stale } = useAnswer('basis', ready ? { ask: 'inputs' } : null, ready);
  const now = ready && !stale && answer ? basisOf(answer.inputs.map(({ sha256 }) => sha256)) : null;
  useEffect(() => {
    basis.value = now;
  }, [now]);
  const { on } = address.value;
  const files = on === null ? null : filesOf(on);
  if (now === null || files === null || on === now) return null;
  return (
    <div class="troubles" role="status" data-other-files>
      <p>
        This link was made on {files === filesOf(now) ? 'other files' : formatCounted(files, 'file')}, and{' '}
        {formatCounted(progress.value?.inputs ?? 0, 'file')}{' '}
        {files === filesOf(now) ? 'with other contents ' : ''}
        {progress.value?.inputs === 1 ? 'is' : 'are'} loaded: figures and numbers of events may differ from
        those that were meant.
      </p>
      <button type="button" class="button small" onClick={() => go({ on: null }, 'replace')}>
        Understood
      </button>
    </div>
  );
}
