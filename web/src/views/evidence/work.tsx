/** Questions about evidence as hooks: they take long, so they tell how far they are and can be stopped. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatShare } from '../../base/format.ts';
import { capital, sentence, visible } from '../../base/text.ts';
import { Cancelled } from '../../engine/client.ts';
import type { EvidenceAnswerTo } from '../../engine/evidence/answers.ts';
import type { EvidenceProgress, EvidenceQuestion } from '../../engine/evidence/generated.ts';
import { phase, revision, workOnEvidence } from '../../engine/session.ts';
import { Empty } from '../../widgets/panel.tsx';

/** The state of a question about evidence. */
export type EvidenceState<A> = {
  /** The answer to this question, and to no earlier one. */
  answer: A | null;
  error: string | null;
  /** How far the work is; null before it has begun and once it has ended. */
  progress: EvidenceProgress | null;
  /** Whether somebody stopped the work. */
  stopped: boolean;
  stop(): void;
  /** Works on the question after all. */
  goOn(): void;
};

type Held<A> = Pick<EvidenceState<A>, 'answer' | 'error' | 'progress' | 'stopped'>;

const NOTHING = { answer: null, error: null, progress: null, stopped: false };

/** Works on a question once everything is loaded, and again whenever it changes or more is loaded. */
export function useEvidence<Q extends EvidenceQuestion>(
  question: Q | null,
): EvidenceState<EvidenceAnswerTo<Q>> {
  const key = question ? JSON.stringify(question) : null;
  const loaded = phase.value === 'ready' ? revision.value : null;
  const [held, setHeld] = useState<Held<EvidenceAnswerTo<Q>>>(NOTHING);
  const [tries, setTries] = useState(0);
  const [abort, setAbort] = useState<AbortController | null>(null);
  useEffect(() => {
    setHeld(NOTHING);
    if (!question || loaded === null) return;
    const now = new AbortController();
    let left = false;
    const put = (next: Partial<Held<EvidenceAnswerTo<Q>>>): void => {
      if (!left) setHeld({ ...NOTHING, ...next });
    };
    setAbort(now);
    workOnEvidence(question, { working: (progress) => put({ progress }), signal: now.signal }).then(
      (answer) => put({ answer }),
      (error: unknown) => {
        if (error instanceof Cancelled) put({ stopped: true });
        else put({ error: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      left = true;
      now.abort();
    };
  }, [key, loaded, tries]);
  return { ...held, stop: () => abort?.abort(), goOn: () => setTries(tries + 1) };
}

type WorkingProps = {
  state: EvidenceState<unknown>;
  /** What is under way: “Counting the totals”. */
  what: string;
};

/** How far the work is, why there is no answer, or how to go on; nothing beside an answer. */
export function Working({ state, what }: WorkingProps): JSX.Element | null {
  const { answer, error, progress, stopped } = state;
  if (answer !== null) return null;
  if (error !== null) return <Empty>{sentence(capital(visible(error)))}</Empty>;
  if (phase.value !== 'ready') return <Empty>{what} begins when everything is loaded.</Empty>;
  if (stopped) {
    return (
      <Empty>
        {what} was stopped.{' '}
        <button type="button" class="button small" onClick={state.goOn}>
          Go on
        </button>
      </Empty>
    );
  }
  return (
    <div class="looking">
      <progress
        aria-label={what}
        max={Math.max(1, progress?.of ?? 1)}
        {...(progress ? { value: progress.done } : {})}
      />
      <span>
        {what}
        {progress && `: ${formatShare(progress.done, progress.of)}`}
      </span>
      <button type="button" class="button small" onClick={state.stop}>
        Cancel
      </button>
    </div>
  );
}
