/** Questions as hooks: a component asks and is redrawn when the answer arrives. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Superseded } from '../base/latest.ts';
import type { Question, Row, Table } from '../engine/generated.ts';
import type { AnswerTo } from '../engine/protocol.ts';
import { ask, forget, revision } from '../engine/session.ts';

/** The state of a question's answer. */
export type AnswerState<A> = {
  /**
   * The latest answer. Until a new question is answered, that of the previous one, so that nothing flickers.
   */
  answer: A | null;
  error: string | null;
  /** Whether the answer belongs to an earlier question. */
  stale: boolean;
};

/**
 * Asks again whenever the question changes, more data is loaded, or `after` is another. `slot` names the place on
 * the page.
 */
export function useAnswer<Q extends Question>(
  slot: string,
  question: Q | null,
  after: unknown = null,
): AnswerState<AnswerTo<Q>> {
  const key = question ? JSON.stringify(question) : null;
  const loaded = revision.value;
  const mounted = useRef(true);
  const [held, setHeld] = useState<{ key: string | null; answer: AnswerTo<Q> | null; error: string | null }>({
    key: null,
    answer: null,
    error: null,
  });
  useLayoutEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      forget(slot);
    };
  }, [slot]);
  useLayoutEffect(() => {
    if (!question) return;
    ask(slot, question).then(
      (answer) => mounted.current && setHeld({ key, answer, error: null }),
      (error: unknown) => {
        if (!mounted.current || error instanceof Superseded) return;
        setHeld({ key, answer: null, error: error instanceof Error ? error.message : String(error) });
      },
    );
  }, [slot, key, loaded, after]);
  return { answer: held.answer, error: held.error, stale: held.key !== key };
}

/** A table of any length that holds only rows near the screen. */
export type RowWindow = AnswerState<AnswerTo<{ ask: 'rows' } & Extract<Question, { ask: 'rows' }>>> & {
  rowAt(index: number): Row | undefined;
  /** Reports which rows are on screen. */
  show(first: number, end: number): void;
};

/** Rows are requested in blocks of this size, so that small scrolls need no question. */
const BLOCK = 32;

/** Requests the rows on screen and one block more on either side. */
export function useRows(slot: string, table: Table | null): RowWindow {
  const [span, setSpan] = useState({ start: 0, count: 3 * BLOCK });
  const asked = useAnswer(slot, table ? { ask: 'rows' as const, table, ...span } : null);
  const { answer } = asked;
  return {
    ...asked,
    rowAt: (index) => answer?.rows[index - answer.start],
    show(first, end) {
      const next = blockSpan(first, end);
      setSpan((held) => (held.start === next.start && held.count === next.count ? held : next));
    },
  };
}

/** The range of whole blocks around the rows on screen. */
export function blockSpan(first: number, end: number): { start: number; count: number } {
  const start = Math.max(0, (Math.floor(first / BLOCK) - 1) * BLOCK);
  const until = (Math.ceil(end / BLOCK) + 1) * BLOCK;
  return { start, count: until - start };
}
