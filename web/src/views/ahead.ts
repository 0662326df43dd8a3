/** What is on screen, asked under another filter before the filter changes. */
import { Ahead } from '../base/ahead.ts';
import type { Filter, Question } from '../engine/generated.ts';
import type { AnswerTo } from '../engine/protocol.ts';
import { ask, revision } from '../engine/session.ts';

/** The questions on screen, by slot. `useAnswer` keeps them. */
export const onScreen = new Map<string, Question>();

/** Three frames: somebody who waits longer wants to see that the click counted. */
const PATIENCE_MS = 50;

/** What was asked ahead; `useAnswer` takes it. */
export const ahead = new Ahead<Question, AnswerTo<Question>>(ask, PATIENCE_MS);

/**
 * Asks what is on screen under the filter that comes, and waits a little for the answers and for `other`. The filter has to
 * change, and be drawn, before the next task: what the change did not ask for is then forgotten.
 */
export async function askAhead(from: Filter, to: Filter, other: unknown): Promise<void> {
  const questions = [...onScreen].flatMap(([slot, question]): [string, Question][] => {
    const next = underFilter(question, from, to);
    return next ? [[slot, next]] : [];
  });
  const forget = await ahead.prepare(questions, revision.peek(), other);
  setTimeout(forget, 0);
}

/** The question under another filter; null if it is not about the filter that changes. */
function underFilter(question: Question, from: Filter, to: Filter): Question | null {
  if ('filter' in question && question.filter === from) return { ...question, filter: to };
  if ('table' in question && question.table.filter === from)
    return { ...question, table: { ...question.table, filter: to } };
  return null;
}
