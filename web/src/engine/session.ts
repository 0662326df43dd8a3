/** What is loaded: one client at a time, the files it was given, and the signals that the page watches. */
import { computed, signal } from '@preact/signals';
import type { Gathered, Skipped } from '../base/folder.ts';
import { Superseded } from '../base/latest.ts';
import { throttle } from '../base/throttle.ts';
import { Client } from './client.ts';
import type { Contents, Evaluated, Export, Progress, Question } from './generated.ts';
import type { AnswerTo, Practice, Source } from './protocol.ts';
import { findTroubles, type Trouble } from './troubles.ts';

/**
 * How long the visible view waits before it asks again while files are read: a second, and half of what loading has taken,
 * so that what is drawn meanwhile stays a small part of a long load.
 */
const revisePause = (): number => Math.max(1000, loadMs.value / 2);

/** How far loading has come; null before the first file. */
export const progress = signal<Progress | null>(null);
/** Totals and gold frames; null before the first answer. */
export const contents = signal<Contents | null>(null);
/** Rises when there may be new answers to old questions. */
export const revision = signal(0);
/** Files whose hash is still being computed. */
export const hashing = signal(0);
/** What could not be opened; which of the files are no inputs the core says. */
export const skipped = signal<Skipped[]>([]);
/** Inputs that gave nothing, and why. */
export const troubles = signal<Trouble[]>([]);
/** What stopped the engine; `path` is the file it was reading. */
export const fatal = signal<{ message: string; path: string | null } | null>(null);
/** Whether the engine has started. */
export const started = signal(false);
/** Questions that are not answered yet: while there are any, what is on screen may change. */
export const asking = signal(0);
/** How much of a filter has been evaluated, where that takes long enough to be told. */
export const evaluating = signal<Evaluated | null>(null);
/** How long reading has taken so far, all drops together. */
export const loadMs = signal(0);

/** The page's state in a word, as tests and assistive tools read it. */
export const phase = computed<'idle' | 'loading' | 'ready' | 'error'>(() => {
  if (fatal.value) return 'error';
  if (queued.value > 0) return 'loading';
  const now = progress.value;
  if (!now) return troubles.value.length > 0 ? 'error' : 'idle';
  if (!now.done) return 'loading';
  return now.events === 0 && troubles.value.length > 0 ? 'error' : 'ready';
});

/** Files of which the engine has not said yet that it has them. */
const queued = signal(0);

let make: (() => Client) | null = null;
let client: Client | null = null;
let sources: Source[] = [];
let spentMs = 0;
let readingSince: number | null = null;

const revise = throttle(revisePause, () => {
  revision.value += 1;
  void refreshContents();
});

/** Starts the engine with a compiled module and an object URL of the worker script; opens what was queued. */
export function startEngine(module: WebAssembly.Module, script: string): void {
  make = () =>
    new Client(module, script, {
      opened: (count) => (queued.value -= count),
      progress: hearProgress,
      evaluating: (now) => (evaluating.value = now),
      hashing: (left) => (hashing.value = left),
      fatal: hearFatal,
    });
  client = make();
  started.value = true;
  openQueued();
}

/** Has the engine run over files so that its code is fast when the first drop comes. Nothing of them is kept. */
export function warmUp(files: Practice): void {
  if (progress.value === null && queued.value === 0) client?.warmUp(files);
}

/** Tells that the engine cannot start at all. */
export function failToStart(message: string): void {
  fatal.value = { message, path: null };
}

/** Adds files to what is loaded. Files given before the engine stands are queued. */
export function addFiles({ files, skipped: aside }: Gathered): void {
  if (aside.length > 0) skipped.value = [...skipped.value, ...aside];
  unexamined.push(...aside);
  if (files.length === 0) {
    troubles.value = [{ path: null, message: nothingToRead(aside) }];
    unexamined = [];
    return;
  }
  if (fatal.value) return;
  troubles.value = [];
  const added = files.map(({ path, file }) => ({ path, file }));
  // Chromium notes a file's size and time when it is first asked. One that changes from here on is told as changed, even
  // while it waits for the engine to start.
  for (const { file } of added) void file.size;
  sources.push(...added);
  waiting.push(...added);
  queued.value += added.length;
  readingSince ??= performance.now();
  openQueued();
}

/** Stops reading; what is loaded stays usable. */
export function cancelLoading(): void {
  client?.cancel();
}

/** Begins anew with a fresh engine: with the same files but `without`, or with none. */
export function startAgain(keep: 'others' | 'nothing'): void {
  const without = fatal.value?.path;
  const kept = keep === 'others' ? sources.filter((source) => source.path !== without) : [];
  client?.close();
  sources = [];
  spentMs = 0;
  readingSince = null;
  progress.value = null;
  contents.value = null;
  troubles.value = [];
  skipped.value = [];
  loadMs.value = 0;
  hashing.value = 0;
  fatal.value = null;
  evaluating.value = null;
  queued.value = 0;
  examined = NOTHING;
  unexamined = [];
  client = make?.() ?? null;
  if (kept.length > 0) addFiles({ files: kept, skipped: [] });
}

/** Asks on behalf of a slot; see `Client.ask`. */
export async function ask<Q extends Question>(slot: string, question: Q): Promise<AnswerTo<Q>> {
  if (!client) throw new Error('nothing is loaded');
  asking.value += 1;
  try {
    return await client.ask(slot, question);
  } finally {
    asking.value -= 1;
  }
}

/** Drops what waits in a slot. */
export function forget(slot: string): void {
  client?.forget(slot);
}

/** Writes an export. */
export function exportBlob(spec: Export, exporting: (bytes: number) => void): Promise<Blob> {
  return client ? client.save(spec, exporting) : Promise.reject(new Error('nothing is loaded'));
}

/** The summary of everything loaded, once every input has its hash. */
export async function summarize(): Promise<AnswerTo<{ ask: 'summary' }>> {
  await client?.whenHashed();
  return ask('summary', { ask: 'summary' });
}

const waiting: Source[] = [];

/** How much of the ledger was there when troubles were last looked for. */
const NOTHING = { inputs: 0, skipped: 0 };
let examined = NOTHING;
/** What could not be opened since. */
let unexamined: Skipped[] = [];

function openQueued(): void {
  if (!client || waiting.length === 0) return;
  client.open(waiting.splice(0));
}

function hearProgress(now: Progress): void {
  progress.value = now;
  if (readingSince !== null) loadMs.value = spentMs + performance.now() - readingSince;
  if (!now.done) {
    readingSince ??= performance.now();
    revise();
    return;
  }
  spentMs = loadMs.value;
  readingSince = null;
  revise.flush();
  void lookForTroubles();
}

function hearFatal(message: string, path: string | null): void {
  client = null;
  fatal.value = { message, path };
}

async function refreshContents(): Promise<void> {
  // A pause of the throttle may outlast the engine.
  if (!client) return;
  try {
    contents.value = await ask('session.contents', { ask: 'contents' });
  } catch (error) {
    if (!(error instanceof Superseded)) console.warn('contents', error);
  }
}

async function lookForTroubles(): Promise<void> {
  try {
    const { inputs, skipped: leftOut } = await ask('session.inputs', { ask: 'inputs' });
    const { problems } = await ask('session.problems', { ask: 'problems', start: 0, count: 1000 });
    // What was dropped meanwhile is looked at when it has been read.
    if (!progress.value?.done) return;
    const found = findTroubles(inputs, problems, examined.inputs);
    const aside = [...leftOut.slice(examined.skipped), ...unexamined];
    if (inputs.length === examined.inputs) {
      // Nothing has come since, and what was said then still holds.
      if (aside.length === 0) return;
      found.push({ path: null, message: nothingToRead(aside) });
    }
    examined = { inputs: inputs.length, skipped: leftOut.length };
    unexamined = [];
    troubles.value = found;
  } catch (error) {
    if (!(error instanceof Superseded)) console.warn('troubles', error);
  }
}

function nothingToRead(aside: Skipped[]): string {
  const [first] = aside;
  if (!first) return 'Nothing was dropped that could be read: neither a file nor a folder.';
  if (aside.length === 1) return `Nothing to read: ${first.path} is skipped (${first.reason}).`;
  return `Nothing to read: all ${aside.length} entries are skipped, ${first.path} (${first.reason}) first.`;
}
