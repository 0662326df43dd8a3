/**
 * The messages between the page and its workers, which run one script in three roles. The engine and its readers speak by way
 * of the page, which hands on what it does not look at.
 *
 *     page ── start ──▶ worker     compiled module and role          worker ── started ──▶ page
 *     page ── warm ───▶ engine, reader
 *     page ── open ───▶ engine     files                             engine ── opened, progress… ──▶ page
 *     page ── ask ────▶ engine     a question                        engine ── evaluating…, answered | refused ──▶ page
 *     page ── overtake ▶ engine    a question nobody waits for       engine ── overtaken ──▶ page, if it was not answered yet
 *     page ── export ─▶ engine     what to save                      engine ── exporting…, exported | refused ──▶ page
 *     page ── digest ─▶ digest     a file                            digest ── digested | undigested ──▶ page ── sha256 ──▶ engine
 *     engine ── toReader ──▶ page ── read, goOn, drop ──▶ reader     reader ── ready, block… ──▶ page ── fromReader ──▶ engine
 */
import type { Task } from './core.ts';
import type {
  Accounts,
  Breakdowns,
  Clusters,
  Completion,
  Conflicts,
  Contents,
  Duplicates,
  Edited,
  Event,
  Examples,
  Export,
  Gold,
  Groups,
  Inputs,
  Overview,
  Parsed,
  Problems,
  Progress,
  Question,
  Raw,
  Rows,
  Summary,
  Warnings,
} from './generated.ts';

/** A file and the path by which the ledger names it. */
export type Source = { path: string; file: File };

/** What the core is run over for practice: logs, and a table as Parquet. */
export type Practice = { sample: File; table: File };

/** What a worker is there for. */
export type Role = 'engine' | 'reader' | 'digest';

/** What a worker is told. */
export type ToWorker =
  | { type: 'start'; role: Role; module: WebAssembly.Module }
  /** Files to run the core over while nothing is to be done; nothing of them is kept. */
  | { type: 'warm'; files: Practice }
  | { type: 'open'; sources: Source[] }
  | { type: 'ask'; id: number; question: Question }
  /** A newer question stands where this one did. */
  | { type: 'overtake'; id: number }
  | { type: 'cancel' }
  | { type: 'export'; id: number; spec: Export }
  | { type: 'digest'; number: number; file: File }
  | { type: 'sha256'; number: number; hex: string }
  | { type: 'fromReader'; reader: number; message: FromReader }
  | ToReader;

/** What the engine tells a reader. */
export type ToReader =
  | { type: 'read'; task: Task; file: File; key: Uint8Array }
  /** One block more of a task may be sent. */
  | { type: 'goOn'; id: number }
  /** What the task reads is no longer wanted. */
  | { type: 'drop'; id: number };

/** What a reader tells the engine. */
export type FromReader =
  | { type: 'ready' }
  | { type: 'block'; id: number; bytes: Uint8Array<ArrayBuffer>; done: boolean };

/** What a worker tells. */
export type FromWorker =
  | { type: 'started' }
  /** The numbers of the sources of one `open`, in their order. Not every file becomes an input. */
  | { type: 'opened'; numbers: number[] }
  | { type: 'progress'; progress: Progress }
  | { type: 'answered'; id: number; answer: unknown }
  | { type: 'refused'; id: number; message: string }
  /** So much of the filter of a question or an export has been evaluated. */
  | { type: 'evaluating'; id: number; done: number; of: number }
  /** The question was given up for a newer one. */
  | { type: 'overtaken'; id: number }
  | { type: 'exporting'; id: number; bytes: number }
  | { type: 'exported'; id: number; blob: Blob }
  | { type: 'digested'; number: number; hex: string }
  | { type: 'undigested'; number: number; message: string }
  | { type: 'toReader'; reader: number; message: ToReader }
  | FromReader
  /** The instance is unusable; `path` is what was being read, if anything was. */
  | { type: 'fatal'; message: string; path: string | null };

/** Each kind of question and the answer it has. */
type Answers = {
  parse: Parsed;
  complete: Completion;
  edit: Edited;
  fromTerms: Edited;
  examples: Examples;
  contents: Contents;
  overview: Overview;
  gold: Gold;
  rows: Rows;
  groups: Groups;
  breakdowns: Breakdowns;
  event: Event;
  raw: Raw;
  clusters: Clusters;
  accounts: Accounts;
  inputs: Inputs;
  problems: Problems;
  duplicates: Duplicates;
  warnings: Warnings;
  conflicts: Conflicts;
  summary: Summary;
};

/** The answer to a question of type `Q`. */
export type AnswerTo<Q extends Question> = Answers[Q['ask']];
