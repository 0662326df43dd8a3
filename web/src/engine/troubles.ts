/** Explains why an input has no events, in a sentence that names it. */
import { formatCounted } from '../base/format.ts';
import type { Input, Problem } from './generated.ts';

/** An input without events; `path` is null if the trouble concerns a whole drop. */
export type Trouble = { path: string | null; message: string };

/**
 * Inputs that were read without yielding an event, or could not be read to their end. A valid input without
 * records, such as an empty part written by Spark, is no trouble unless all inputs since `from` are like it.
 */
export function findTroubles(inputs: Input[], problems: Problem[], from: number): Trouble[] {
  const first = new Map<number, Problem>();
  const last = new Map<number, Problem>();
  for (const problem of problems) {
    if (!first.has(problem.input)) first.set(problem.input, problem);
    last.set(problem.input, problem);
  }
  const onlyEmpty = inputs.slice(from).every(({ records }) => records === 0);
  return inputs
    .filter(({ index, state, records, problems: count, events, duplicates }) => {
      if (state === 'complete' && records === 0) return onlyEmpty && index >= from;
      return state === 'failed' || (state === 'complete' && events + duplicates === 0 && count > 0);
    })
    .map((input) => {
      // The problem that ended reading is the last one.
      const problem = (input.state === 'failed' ? last : first).get(input.index);
      return { path: input.path, message: explain(input, problem) };
    });
}

function explain(input: Input, problem: Problem | undefined): string {
  if (problem?.kind === 'empty_input' && input.bytes === 0) return 'is empty (0 bytes).';
  if (input.records === 0) return 'is sound but holds no record.';
  const part = problem?.part ? `${problem.part}: ` : '';
  const cause = problem ? `: ${part}${problem.message}` : '';
  if (input.state === 'failed')
    return `could not be read${input.events + input.duplicates > 0 ? ' to its end' : ''}${cause}.`;
  return `holds no audit record that could be read (${formatCounted(input.problems, 'problem')})${cause}.`;
}
