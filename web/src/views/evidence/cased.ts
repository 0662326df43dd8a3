/**
 * The case: what the auditor decided and noted. It lives as long as the page, and is kept only in the file that is saved.
 * The core reads it, finds it in what is loaded, and writes the file.
 */
import { computed, effect, signal, untracked } from '@preact/signals';
import { visible } from '../../base/text.ts';
import type { Case, CaseComparison, Disposition, Note, State } from '../../engine/evidence/generated.ts';
import { addRules, askCase, changeRules, findings, phase, rules } from '../../engine/session.ts';
import { confirming } from '../confirming.ts';
import { keepText, notice } from '../saving.ts';
import { address, go, viewAddress } from '../state.ts';
import { goOnBehind, record, wholeLog } from './log.ts';

const EMPTY: Case = {
  format: 'touchstone-case 1',
  title: '',
  purpose: '',
  prepared_by: '',
  prepared_on: null,
  reviewed_by: '',
  reviewed_on: null,
  inputs: [],
  dispositions: [],
  notes: [],
  filters: [],
  tuning: '',
  rules: [],
};

/** The case; an empty one until something is said. */
export const cased = signal<Case>(EMPTY);
/** What is to be known about the file that was opened. */
export const said = signal<string[]>([]);
/** What of the case is found in what is loaded; null until it was looked for. */
export const compared = signal<CaseComparison | null>(null);
/** Why that could not be looked for. */
export const refused = signal<string | null>(null);
/** Whose decisions and notes are made. */
export const author = signal('');

/** Whether anything is said in the case. */
export const isEmpty = computed(
  () => cased.value === EMPTY || JSON.stringify(cased.value) === JSON.stringify(EMPTY),
);

/** What its file would say: the case and, unless it is empty, the rules and the tuning in use. */
const state = computed(() => {
  const { own = [], tuning = '' } = isEmpty.value ? {} : (rules.value ?? {});
  return JSON.stringify([cased.value, own, tuning]);
});

/** The state in which it was opened or saved. */
const kept = signal(state.value);

/** Whether something was changed since the case was opened or saved. */
export const unsaved = computed(() => state.value !== kept.value);

/** Whether something on screen shows what is found; comparing costs a pass over all findings. */
const watched = signal(0);

/** Looks for the case in what is loaded as long as something shows it. Call it in an effect; it returns how to end it. */
export function watch(): () => void {
  watched.value += 1;
  return () => {
    watched.value -= 1;
  };
}

/** What the comparison depends on. */
const about = computed(() => {
  const { dispositions, notes, inputs } = cased.value;
  return JSON.stringify({ ...EMPTY, dispositions, notes, inputs });
});

let asked = 0;

effect(() => {
  const wanted = watched.value > 0 || !isEmpty.value;
  const text = about.value;
  if (!wanted || findings.value === null || phase.value !== 'ready') return;
  asked += 1;
  const own = asked;
  // Asking counts questions, which are no reason to ask again.
  untracked(() => askCase({ ask: 'compare', case: text })).then(
    (answer) => {
      if (own !== asked || answer.answer !== 'compared') return;
      compared.value = answer;
      refused.value = null;
    },
    (error: unknown) => {
      if (own === asked) refused.value = error instanceof Error ? error.message : String(error);
    },
  );
});

/** Changes members of the case. */
export function edit(members: Partial<Case>): void {
  cased.value = { ...cased.value, ...members };
}

/** The time at which something is decided or noted. */
function now(): string {
  return new Date().toISOString();
}

/** Who decides: whoever is named, or who prepares the case. */
export function whoever(): string {
  return author.value.trim() || cased.value.prepared_by;
}

/** What was decided about a finding. */
export function dispositionOf(finding: string): Disposition | null {
  return cased.value.dispositions.find((other) => other.finding === finding) ?? null;
}

/** Decides about a finding. */
export function decide(finding: string, said: string, state: State, why: string): void {
  const before = dispositionOf(finding);
  const others = cased.value.dispositions.filter((other) => other.finding !== finding);
  const open = state === 'open' && why.trim() === '';
  const next: Disposition = { ...before, finding, about: said, state, why, by: whoever(), at: now() };
  edit({ dispositions: open ? others : [...others, next] });
  record('decided', `${said}: ${state}${why.trim() === '' ? '' : `: ${why}`}`);
}

/** What a note is on: a finding by its fingerprint, or an event by the filter of its content. */
export type Noted = { finding: string } | { event: string };

const isOn =
  (of: Noted) =>
  (note: Note): boolean =>
    'finding' in of ? note.finding === of.finding : note.event === of.event;

/** The first note on something. */
export function noteOn(of: Noted): Note | null {
  return cased.value.notes.find(isOn(of)) ?? null;
}

/** Changes the first note on something; a note that says nothing is taken away. */
export function note(of: Noted, words: string, members: Pick<Note, 'star' | 'label' | 'comment'>): void {
  const before = noteOn(of);
  const notes = cased.value.notes.filter((other) => other !== before);
  const empty = !members.star && members.label.trim() === '' && members.comment.trim() === '';
  const next: Note = { ...before, ...of, about: words, ...members, by: whoever(), at: now() };
  edit({ notes: empty ? notes : [...notes, next] });
  const { star, label, comment } = members;
  const parts = [star ? 'starred' : '', label, comment].filter((part) => part.trim() !== '');
  record('noted', `${words}: ${empty ? 'nothing' : parts.join('; ')}`);
}

/** Saves the case: with the inputs that are loaded, and the rules and tuning in use. */
export async function saveCase(): Promise<void> {
  const before = state.value;
  if (await keepText('touchstone-case.json', fileText)) kept.value = before;
}

/** The file: the case with the session log. */
export async function fileText(): Promise<string> {
  const log = await wholeLog();
  const answer = await askCase({ ask: 'file', case: JSON.stringify({ ...cased.value, log }) });
  if (answer.answer !== 'file') throw new Error('the case has no file');
  return answer.text;
}

/** The case as exports and reports take it; null if nothing is said. */
export async function caseText(): Promise<string | null> {
  return isEmpty.value ? null : fileText();
}

/** Opens the file of a case, once it is clear that nothing is lost by that. */
export function openCase(file: File): void {
  if (!unsaved.value) {
    void take(file);
    return;
  }
  confirming.value = {
    title: 'Replace the case?',
    text: 'The case on this page has changes that are not saved. They are lost when another case is opened.',
    yes: 'Replace',
    run: () => void take(file),
  };
}

async function take(file: File): Promise<void> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    const answer = await askCase({ ask: 'read', text });
    if (answer.answer !== 'read') throw new Error('the case was not read');
    const more = await restoreRules(answer.case);
    const { log = [], ...rest } = answer.case;
    goOnBehind(log, file.name);
    begin(rest);
    said.value = [...answer.said, ...more];
    const { view, section } = address.value;
    const isSeen = view === 'evidence' && section === 'bundle';
    if (phase.value === 'ready' && !isSeen) go({ ...viewAddress('evidence'), section: 'case' });
    notice.value = { text: `Opened the case ${visible(file.name)}`, error: false };
  } catch (error) {
    const reason =
      error instanceof TypeError ? 'is no UTF-8' : error instanceof Error ? error.message : error;
    notice.value = { text: `${visible(file.name)} was not opened as a case: ${reason}`, error: true };
  }
}

/** A case as its file has it, or an empty one. */
function begin(read: Case): void {
  cased.value = read;
  kept.value = state.value;
  said.value = [];
  compared.value = null;
}

/** The rules and the tuning of a case come into use, and those of the case before go; what else is in use is said. */
async function restoreRules(read: Case): Promise<string[]> {
  const before = cased.value;
  const names = new Set(read.rules.map(({ name }) => name));
  for (const { name } of before.rules) {
    if (!names.has(name)) await changeRules({ kind: 'remove', file: name });
  }
  if (names.size > 0) await addRules(read.rules.map(({ name, text }) => ({ file: name, text })));
  if (read.tuning !== '') await changeRules({ kind: 'tune', text: read.tuning });
  else if (before.tuning !== '') await changeRules({ kind: 'reset' });
  const { own = [], tuning = '' } = rules.value ?? {};
  const more = own.filter(({ file }) => !names.has(file)).map(({ file }) => file);
  return [
    ...more.map((file) => `the rules of ${file} are in use, and not of the case`),
    ...(tuning !== '' && read.tuning === '' ? ['a tuning is in use, and not of the case'] : []),
  ];
}

/** Begins a new case, once it is clear that nothing is lost by that. */
export function newCase(): void {
  const run = (): void => begin(EMPTY);
  if (!unsaved.value) run();
  else {
    confirming.value = {
      title: 'Begin a new case?',
      text: 'The case on this page has changes that are not saved. They are lost.',
      yes: 'Begin',
      run,
    };
  }
}
