/** Explains why an input has no events, in a sentence that names it. */
import { formatCounted } from '../base/format.ts';
import type { Input, Problem } from './generated.ts';

/** An input without events; `path` is null if the trouble concerns a whole drop. `advice` is what to try, if anything. */
export type Trouble = { path: string | null; message: string; advice?: string };

/** What to try, by the kind of problem. */
const ADVICE: Record<string, string> = {
  not_a_log: 'Start says what the files are called and how to get them.',
  unknown_format: 'Start says which logs are read; a table of them needs its own column names.',
  invalid_json: 'Was the file cut or edited? Get it again from where it came from.',
  invalid_csv: 'Export the table again with its header, or as Parquet.',
  empty_input: 'Ask for the file again, and compare its size.',
  unsupported_container: 'Unpack it, and drop what is in it.',
  corrupt_container: 'Copy or download the file again, and compare its size and hash with the original.',
  expands_too_far: 'Unpack it, and drop the files one by one.',
  too_large: 'Split it, or read it by the command line: touchstone analyze.',
  missing_file: 'Drop the whole folder of the table, its log included.',
  read_error: 'Drop the file again: it was changed, moved or locked after it was dropped.',
};

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
      const advice = problem && ADVICE[problem.kind];
      return { path: input.path, message: explain(input, problem), ...(advice ? { advice } : {}) };
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
