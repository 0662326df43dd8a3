/**
 * Runs the core over the sample while nothing else is to be done. A browser first compiles a module so that it starts
 * soon, and code that has run for a while again so that it runs fast: what a person drops is then read by fast code.
 */
import type { Question } from '../engine/generated.ts';
import { core } from './scope.ts';

const ROUNDS = 3;

/** What the overview asks first. */
const QUESTION: Question = {
  ask: 'overview',
  filter: { terms: [], time: null },
  bins: 120,
  stack: 'outcome',
  leaders: 8,
};

/** Reads a file with engines that are thrown away; a step each time, until done. */
export function* warmUp(file: File): Generator<void, void> {
  const key = new Uint8Array(16);
  for (let round = 0; round < ROUNDS; round += 1) {
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
}
