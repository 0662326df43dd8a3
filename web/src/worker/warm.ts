/**
 * Runs the core over the sample and a table while nothing else is to be done. A browser first compiles a module so that it
 * starts soon, and code that has run for a while again so that it runs fast: what a person drops is then read by fast code.
 */
import type { Question } from '../engine/generated.ts';
import type { Practice } from '../engine/protocol.ts';
import { core } from './scope.ts';

/** How often each file is read: about as often as it takes until its code is compiled anew. */
const ROUNDS = { sample: 3, table: 30 };

/** What the overview asks first. */
const QUESTION: Question = {
  ask: 'overview',
  filter: '',
  bins: 120,
  stack: 'outcome',
  leaders: 8,
};

/** Reads files with engines that are thrown away; a step each time, until done. */
export function* warmUp({ sample, table }: Practice): Generator<void, void> {
  for (let round = 0; round < ROUNDS.sample; round += 1) yield* readOnce(sample);
  for (let round = 0; round < ROUNDS.table; round += 1) yield* readOnce(table);
}

function* readOnce(file: File): Generator<void, void> {
  const key = new Uint8Array(16);
  const engine = new core.Engine(key);
  const reader = new core.Reader(key);
  try {
    engine.open(file.name, file);
    for (let task = engine.nextTask(); task; task = engine.nextTask()) {
      reader.begin(task, file);
      for (let block = reader.readOn(); block; block = reader.readOn()) {
        engine.take(task.id, block);
        yield;
      }
    }
    engine.ask(QUESTION);
  } finally {
    reader.free();
    engine.free();
  }
  yield;
}
