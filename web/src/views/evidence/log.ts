/** The session log: what was done, in order. The core chains each line to the one before. */
import { effect, signal } from '@preact/signals';
import type { Done, LogLine } from '../../engine/evidence/generated.ts';
import { askCase, given, hashing, phase, progress, rules } from '../../engine/session.ts';
import { filter } from '../state.ts';

/** The lines so far. */
export const lines = signal<LogLine[]>([]);

/** How often a line is tried whose engine was closed meanwhile. */
const TRIES = 3;

/** Resolves when every line so far is chained. */
let chained: Promise<void> = Promise.resolve();

/** Adds a line. What is loaded is said by the core. */
export function record(what: Done, text = ''): void {
  const at = new Date().toISOString();
  chained = chained.then(() => chain(what, text, at, TRIES));
}

async function chain(what: Done, text: string, at: string, tries: number): Promise<void> {
  try {
    const answer = await askCase({ ask: 'log', last: lines.value.at(-1) ?? null, at, what, text });
    if (answer.answer === 'log') lines.value = [...lines.value, answer.line];
  } catch (error) {
    if (tries > 1) await chain(what, text, at, tries - 1);
    else console.warn('the session log lacks a line', what, text, error);
  }
}

/** The lines, once each is chained. */
export async function wholeLog(): Promise<LogLine[]> {
  await chained;
  return lines.value;
}

/** How many of the lines are those of a case that was opened. */
let brought = 0;

/** Goes on behind the lines of a case that was opened: first with what was done here before, at the time when it was. */
export function goOnBehind(before: LogLine[], file: string): void {
  chained = chained.then(async () => {
    const own = lines.value.slice(brought);
    brought = before.length;
    lines.value = before;
    for (const { what, text, at } of own) await chain(what, text, at, TRIES);
  });
  record('opened', file);
}

let loaded = '';
let filtered = '';
let tuned = '';

effect(() => {
  const now = `${given().length} ${progress.value?.events} ${progress.value?.records}`;
  if (phase.value !== 'ready' || hashing.value > 0 || now === loaded) return;
  loaded = now;
  record('loaded');
});

effect(() => {
  const now = filter.value;
  if (now === filtered) return;
  filtered = now;
  record('filtered', now === '' ? 'none: every event' : now);
});

effect(() => {
  const { own = [], tuning = '', off = 0, changed = 0 } = rules.value ?? {};
  const now = JSON.stringify([own, tuning]);
  if (tuned === '') tuned = JSON.stringify([[], '']);
  if (now === tuned || rules.value === null) return;
  tuned = now;
  const files = own.map(({ file }) => file).join(', ');
  record('tuned', `own rules: ${files === '' ? 'none' : files}; ${off} rules off, ${changed} changed`);
});
