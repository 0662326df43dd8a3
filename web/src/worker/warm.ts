/**
 * Warms up the core with the sample and a table while idle. A browser compiles a module quickly first, and
 * recompiles code that has run for a while, so that the first drop is read by fast code.
 */
import type { Question } from '../engine/generated.ts';
import type { Practice } from '../engine/protocol.ts';
import { core } from './scope.ts';

/** Rounds per file: about as many as it takes to have its code recompiled. */
const ROUNDS = { sample: 3, table: 30 };

/** The first question of the overview; the rules are evaluated after it. */
const QUESTION: Question = {
  ask: 'overview',
  filter: '',
  bins: 120,
  stack: 'outcome',
  leaders: 8,
};

/** Reads the files with throwaway engines, one step per iteration. Only the engine's worker evaluates rules. */
export function* warmUp({ sample, table }: Practice, hasRules: boolean): Generator<void, void> {
  for (let round = 0; round < ROUNDS.sample; round += 1) yield* readOnce(sample, hasRules);
  for (let round = 0; round < ROUNDS.table; round += 1) yield* readOnce(table, false);
}

function* readOnce(file: File, hasRules: boolean): Generator<void, void> {
  const key = new Uint8Array(16);
  const engine = new core.Engine(key);
  const reader = new core.Reader(key);
  try {
    engine.open(file.name, file);
    for (let [task] = engine.nextTasks(1, 0); task; [task] = engine.nextTasks(1, 0)) {
      reader.begin(task, file, undefined, 0);
      for (let block = reader.readOn(); block; block = reader.readOn()) {
        engine.take(task.id, block);
        yield;
      }
    }
    engine.ask(QUESTION);
    while (hasRules) {
      const { done, of } = engine.lookOn();
      if (done >= of) break;
      yield;
    }
  } finally {
    reader.free();
    engine.free();
  }
  yield;
}
