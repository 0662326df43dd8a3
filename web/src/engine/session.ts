/** The session: one client at a time, its files, and the signals that the page watches. */
import { computed, signal } from '@preact/signals';
import type { Gathered, Skipped } from '../base/folder.ts';
import { Superseded } from '../base/latest.ts';
import { throttle } from '../base/throttle.ts';
import {
  Cancelled,
  Client,
  type Following,
  type FollowingWork,
  type Reports,
  type SavedBundle,
  type SavedFile,
} from './client.ts';
import type { EvidenceAnswerTo } from './evidence/answers.ts';
import type {
  BasisSaid,
  BundleAsked,
  CaseAnswer,
  CaseQuestion,
  EvidenceExport,
  EvidenceQuestion,
  ReportAsked,
} from './evidence/generated.ts';
import type {
  Contents,
  Evaluated,
  Export,
  Exported,
  Findings,
  Progress,
  Question,
  RuleFile,
  RuleProblem,
  RulesChange,
  RulesChanged,
  RulesInUse,
} from './generated.ts';
import type { AnswerTo, Practice, Source } from './protocol.ts';
import { findTroubles, type Trouble } from './troubles.ts';

/**
 * How long the visible view waits between questions while files are read: at least a second, and half of the
 * loading time so far, so that drawing stays a small part of a long load.
 */
const revisePause = (): number => Math.max(1000, loadMs.value / 2);

/** Progress of loading; null before the first file. */
export const progress = signal<Progress | null>(null);
/** Totals and gold frames; null before the first answer. */
export const contents = signal<Contents | null>(null);
/** What the rules found in everything loaded; null until they have been evaluated. */
export const findings = signal<Findings | null>(null);
/** Own rules and tuning; null while the rules are as the page brings them. */
export const rules = signal<RulesInUse | null>(null);
/** What became of the files of rules that were given last. */
export const rulesNotes = signal<{ taken: string[]; problems: RuleProblem[] } | null>(null);
/** Progress of evaluating the rules, if it takes long enough to show. */
export const looking = signal<Evaluated | null>(null);
/** Increases when old questions may have new answers. */
export const revision = signal(0);
/** Number of files still to be hashed. */
export const hashing = signal(0);
/** Entries that could not be opened. The core reports files that are not inputs. */
export const skipped = signal<Skipped[]>([]);
/** Inputs without any event, and why. */
export const troubles = signal<Trouble[]>([]);
/** What stopped the engine; `path` is the file being read. */
export const fatal = signal<{ message: string; path: string | null } | null>(null);
/** Whether the engine has started. */
export const started = signal(false);
/** Number of unanswered questions: while above 0, the screen may change. */
export const asking = signal(0);
/** Progress of evaluating a filter, if it takes long enough to show. */
export const evaluating = signal<Evaluated | null>(null);
/** Total reading time of all drops so far. */
export const loadMs = signal(0);

/** The page's state in one word, for tests and assistive tools. */
export const phase = computed<'idle' | 'loading' | 'ready' | 'error'>(() => {
  if (fatal.value) return 'error';
  if (queued.value > 0) return 'loading';
  const now = progress.value;
  if (!now) return troubles.value.length > 0 ? 'error' : 'idle';
  if (!now.done) return 'loading';
  return now.events === 0 && troubles.value.length > 0 ? 'error' : 'ready';
});

/** Number of files that the engine has not confirmed. */
const queued = signal(0);

const whenStarted = new Promise<void>((resolve) => {
  started.subscribe((now) => {
    if (now) resolve();
  });
});

let make: (() => Client) | null = null;
let another: ((reports: Reports) => Client) | null = null;
let client: Client | null = null;
let sources: Source[] = [];
let spentMs = 0;
let readingSince: number | null = null;

const revise = throttle(revisePause, () => {
  revision.value += 1;
  void refreshContents();
});

/** Starts the engine with a compiled module and an object URL of the worker script; opens queued files. */
export function startEngine(module: WebAssembly.Module, script: string): void {
  another = (reports) => new Client(module, script, reports);
  make = () =>
    new Client(module, script, {
      opened: (count) => (queued.value -= count),
      progress: hearProgress,
      evaluating: (now) => (evaluating.value = now),
      looking: (now) => (looking.value = now),
      hashing: (left) => (hashing.value = left),
      fatal: hearFatal,
    });
  client = make();
  started.value = true;
  openQueued();
  void addWaitingRules();
}

/** Warms up the engine so that its code is fast at the first drop. The results are discarded. */
export function warmUp(files: Practice): void {
  if (progress.value === null && queued.value === 0) client?.warmUp(files);
}

/** Reports that the engine cannot start. */
export function failToStart(message: string): void {
  fatal.value = { message, path: null };
}

/** Adds files. Files added before the engine has started are queued. */
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
  // Chromium records a file's size and time on first access. From here on, a changed file is reported as
  // changed, even while it waits for the engine to start.
  for (const { file } of added) void file.size;
  sources.push(...added);
  waiting.push(...added);
  queued.value += added.length;
  readingSince ??= performance.now();
  openQueued();
}

/** Notes entries that could not be opened, where nothing else was given that is read. */
export function setAside(aside: Skipped[]): void {
  if (aside.length > 0) skipped.value = [...skipped.value, ...aside];
}

/** Takes files that may have rules or a tuning. Those added before the engine has started are queued. */
export function addRules(files: RuleFile[]): Promise<void> {
  waitingRules.push(...files);
  return addWaitingRules();
}

/** Changes the rules and evaluates them again. Rejects with what is wrong with the change. */
export async function changeRules(change: RulesChange): Promise<RulesChanged> {
  if (!client) throw new Error('the page is not ready');
  asking.value += 1;
  try {
    const changed = await client.changeRules(change);
    rules.value = changed.rules;
    reviewFindings();
    return changed;
  } finally {
    asking.value -= 1;
  }
}

/** Stops evaluating the rules, which takes the last change back, or evaluates them after all. */
export async function steerRules(type: 'stopLooking' | 'lookAgain'): Promise<void> {
  if (!client) return;
  rules.value = await client.steerRules(type);
  looking.value = null;
  reviewFindings();
}

function reviewFindings(): void {
  if (!progress.value?.done) return;
  revision.value += 1;
  void lookForFindings();
}

async function addWaitingRules(): Promise<void> {
  if (!client || waitingRules.length === 0) return;
  const files = waitingRules.splice(0);
  try {
    const { taken, problems, rules: now } = await changeRules({ kind: 'add', files });
    // Files that are neither rules nor a tuning are among those that are not read.
    const isOwn = (path: string): boolean => now.own.some(({ file }) => file === path);
    setAside(
      problems
        .filter(({ file }) => !isOwn(file))
        .map(({ file, message }) => ({ path: file, reason: message })),
    );
    for (const file of files) ruleFiles.set(file.file, file);
    rulesNotes.value = { taken, problems };
  } catch (error) {
    console.warn('rules', error);
  }
}

/** Stops reading; loaded data stays usable. */
export function cancelLoading(): void {
  client?.cancel();
}

/** Starts a fresh engine, with the same files except `without`, or with none. */
export function startAgain(keep: 'others' | 'nothing'): void {
  const without = fatal.value?.path;
  const kept = keep === 'others' ? sources.filter((source) => source.path !== without) : [];
  reload(kept, keep === 'others');
}

/** The files given, in order. */
export function given(): Source[] {
  // Subscribes to changes.
  void progress.value;
  return sources;
}

/**
 * Reads all files again except one, the `nth` of those with its path. The returned function brings it back to its
 * place, and keeps what was added since.
 */
export function removeInput(path: string, nth: number): () => void {
  const before = sources;
  const aside = skipped.value;
  const gone = before.filter((source) => source.path === path)[nth];
  if (!gone) return () => {};
  reload(
    before.filter((source) => source !== gone),
    true,
    aside,
  );
  return () => {
    const known = new Set(before.map(({ file }) => file));
    reload([...before, ...sources.filter(({ file }) => !known.has(file))], true, aside);
  };
}

/** Drops all files and reads others. The rules stay. */
export function replaceFiles(gathered: Gathered): void {
  reload([], true);
  addFiles(gathered);
}

function reload(kept: Source[], withRules: boolean, aside: Skipped[] = []): void {
  const { own = [], tuning = '' } = (withRules && rules.value) || {};
  client?.close();
  rules.value = null;
  rulesNotes.value = null;
  looking.value = null;
  sources = [];
  waiting.length = 0;
  spentMs = 0;
  readingSince = null;
  progress.value = null;
  contents.value = null;
  findings.value = null;
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
  if (pseudonymKey !== null) void client?.setPseudonyms(pseudonymKey);
  const ownFiles = own.flatMap(({ file }) => ruleFiles.get(file) ?? []);
  if (ownFiles.length > 0) void changeRules({ kind: 'add', files: ownFiles });
  if (tuning !== '') void changeRules({ kind: 'tune', text: tuning });
  if (kept.length > 0) addFiles({ files: kept, skipped: aside });
}

/** Asks a question for a slot; see `Client.ask`. */
export async function ask<Q extends Question>(slot: string, question: Q): Promise<AnswerTo<Q>> {
  if (!client) throw new Error('nothing is loaded');
  asking.value += 1;
  try {
    return await client.ask(slot, question);
  } finally {
    asking.value -= 1;
  }
}

/** Drops the waiting question of a slot. */
export function forget(slot: string): void {
  client?.forget(slot);
}

/** Works on a question about evidence; see `Client.workOnEvidence`. */
export async function workOnEvidence<Q extends EvidenceQuestion>(
  question: Q,
  following: FollowingWork,
): Promise<EvidenceAnswerTo<Q>> {
  if (!client) throw new Error('nothing is loaded');
  asking.value += 1;
  try {
    return await client.workOnEvidence(question, following);
  } finally {
    asking.value -= 1;
  }
}

/** Writes an export. Findings have what a case says of them. */
export function exportFile(
  spec: Export | EvidenceExport,
  following: Following,
  caseText: string | null = null,
): Promise<SavedFile> {
  return client ? client.save(spec, following, caseText) : Promise.reject(new Error('nothing is loaded'));
}

/** Writes an export that names the inputs, once every input has a hash. */
export async function exportHashed(
  spec: Export | EvidenceExport,
  following: Following,
  caseText: string | null = null,
): Promise<SavedFile> {
  await client?.whenHashed();
  if (following.signal.aborted) throw new Cancelled('cancelled');
  return exportFile(spec, following, caseText);
}

/** Makes a bundle of what is loaded, once every input has a hash. */
export async function saveBundle(asked: BundleAsked, following: Following): Promise<SavedBundle> {
  await client?.whenHashed();
  if (following.signal.aborted) throw new Cancelled('cancelled');
  if (!client) throw new Error('nothing is loaded');
  return client.saveBundle(asked, following);
}

/** Writes a report of what is loaded, once every input has a hash. */
export async function writeReport(asked: ReportAsked, following: Following): Promise<SavedFile> {
  await client?.whenHashed();
  if (following.signal.aborted) throw new Cancelled('cancelled');
  if (!client) throw new Error('nothing is loaded');
  return client.saveReport(asked, following);
}

/** Asks about a case; its file and what differs wait until every input has a hash. */
export async function askCase(question: CaseQuestion): Promise<CaseAnswer> {
  await whenStarted;
  if (!client) throw new Error('the page has not started');
  // Nothing on screen waits for a line of the session log.
  if (question.ask === 'log') return client.askCase(question);
  asking.value += 1;
  try {
    if (question.ask === 'compare' || question.ask === 'file') await client.whenHashed();
    return await client.askCase(question);
  } finally {
    asking.value -= 1;
  }
}

/** The id of the key of pseudonyms in use; null without one. */
export const pseudonyms = signal<string | null>(null);

/** The text of its file. It stays in memory alone. */
let pseudonymKey: string | null = null;

/** Uses a key of pseudonyms for all that is written from now on, or none. Rejects with what is wrong with it. */
export async function usePseudonyms(key: string | null): Promise<void> {
  if (!client) throw new Error('the page is not ready');
  pseudonyms.value = await client.setPseudonyms(key);
  pseudonymKey = key;
}

/** Makes a key of pseudonyms: the text of its file. */
export async function makePseudonymKey(): Promise<string> {
  if (!client) throw new Error('the page is not ready');
  return client.makePseudonyms();
}

/** JSON with pseudonyms, if a key is in use. */
export async function withPseudonyms(json: string): Promise<string> {
  return client ? client.withPseudonyms(json) : json;
}

/** An engine beside that of the page, with a session of its own, once the page has started. Close it when it is done. */
export async function anotherClient(reports: Pick<Reports, 'progress' | 'fatal'>): Promise<Client> {
  await whenStarted;
  if (!another) throw new Error('the page has not started');
  const silent = { opened: () => {}, evaluating: () => {}, looking: () => {}, hashing: () => {} };
  return another({ ...silent, ...reports });
}

/** The SHA-256 of a file that is loaded; nothing until it is known. */
export function hashOf(file: File): string | undefined {
  return client?.hashOf(file);
}

/** What an export of something would rest on, once every input has a hash. */
export async function basisOf(what: Exported): Promise<BasisSaid> {
  if (!client) throw new Error('nothing is loaded');
  await client.whenHashed();
  return client.basisOf(what);
}

/** The summary of everything loaded, once every input has a hash. */
export async function summarize(): Promise<AnswerTo<{ ask: 'summary' }>> {
  await client?.whenHashed();
  return ask('summary', { ask: 'summary' });
}

const waiting: Source[] = [];
const waitingRules: RuleFile[] = [];
/** The files of rules given so far, for a fresh engine. */
const ruleFiles = new Map<string, RuleFile>();

/** Size of the ledger at the last search for troubles. */
const NOTHING = { inputs: 0, skipped: 0 };
let examined = NOTHING;
/** Entries that could not be opened since then. */
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
  void lookForFindings();
}

function hearFatal(message: string, path: string | null): void {
  client = null;
  fatal.value = { message, path };
}

async function refreshContents(): Promise<void> {
  // The engine may end during a throttle pause.
  if (!client) return;
  try {
    contents.value = await ask('session.contents', { ask: 'contents' });
  } catch (error) {
    if (!(error instanceof Superseded)) console.warn('contents', error);
  }
}

/** Evaluates the rules in the background: whoever waits for the page's answers does not wait for this. */
async function lookForFindings(): Promise<void> {
  try {
    const found = await client?.ask('session.findings', { ask: 'findings', filter: '', most: 0 });
    findings.value = found && !found.stopped ? found : null;
  } catch (error) {
    if (!(error instanceof Superseded)) console.warn('findings', error);
  }
}

async function lookForTroubles(): Promise<void> {
  try {
    const { inputs, skipped: leftOut } = await ask('session.inputs', { ask: 'inputs' });
    const { problems } = await ask('session.problems', { ask: 'problems', start: 0, count: 1000 });
    // Files dropped meanwhile are examined after reading.
    if (!progress.value?.done) return;
    const found = findTroubles(inputs, problems, examined.inputs);
    const aside = [...leftOut.slice(examined.skipped), ...unexamined];
    if (inputs.length === examined.inputs) {
      // Nothing new was given, so the previous result holds.
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
