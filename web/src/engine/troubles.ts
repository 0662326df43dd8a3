/** Why an input gave no event, in a sentence that names it. */
import { formatCounted } from '../base/format.ts';
import type { Input, Problem } from './generated.ts';

/** An input that gave nothing; `path` is null where the trouble is with all of a drop. */
export type Trouble = { path: string | null; message: string };

/**
 * The inputs that gave no event though they were read, or could not be read to their end. One that is sound and has no
 * records, such as a part that Spark left empty, is none unless everything since the input `from` is like it.
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
      // What ended the reading comes last.
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
