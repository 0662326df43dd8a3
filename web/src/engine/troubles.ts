/** Why an input gave no event, in a sentence that names it. */
import { formatCounted } from '../base/format.ts';
import type { Input, Problem } from './generated.ts';

/** An input that gave nothing; `path` is null where the trouble is with all of a drop. */
export type Trouble = { path: string | null; message: string };

/** The inputs that gave no event though they were read, or could not be read to their end. */
export function findTroubles(inputs: Input[], problems: Problem[]): Trouble[] {
  const first = new Map<number, Problem>();
  for (const problem of problems) if (!first.has(problem.input)) first.set(problem.input, problem);
  return inputs
    .filter(
      (input) =>
        input.state === 'failed' || (input.state === 'complete' && input.events + input.duplicates === 0),
    )
    .map((input) => ({ path: input.path, message: explain(input, first.get(input.index)) }));
}

function explain(input: Input, problem: Problem | undefined): string {
  if (input.bytes === 0) return 'is empty (0 bytes).';
  const cause = problem ? `: ${problem.message}` : '';
  if (input.state === 'failed') return `could not be read${cause}.`;
  if (input.records === 0) return `holds no audit record${cause}.`;
  return `holds no audit record that could be read (${formatCounted(input.problems, 'problem')})${cause}.`;
}
