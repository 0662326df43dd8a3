/**
 * The messages between the page and its workers, which run one script in three roles. Readers speak with the engine alone.
 *
 *     page ── start ──▶ worker     compiled module and role          worker ── started ──▶ page
 *     page ── warm ───▶ engine, reader
 *     page ── open ───▶ engine     files                             engine ── opened, progress… ──▶ page
 *     page ── ask ────▶ engine     a question                        engine ── answered | refused ──▶ page
 *     page ── export ─▶ engine     what to save                      engine ── exporting…, exported | refused ──▶ page
 *     page ── digest ─▶ digest     a file                            digest ── digested | undigested ──▶ page ── sha256 ──▶ engine
 */
import type {
  Accounts,
  Clusters,
  Contents,
  Duplicates,
  Event,
  Export,
  Gold,
  Inputs,
  Overview,
  Problems,
  Progress,
  Question,
  Raw,
  Rows,
  Summary,
} from './generated.ts';

/** A file and the path by which the ledger names it. */
export type Source = { path: string; file: File };

/** What a worker is there for. */
export type Role = 'engine' | 'reader' | 'digest';

/** What a worker is told. */
export type ToWorker =
  /** `ports` lead from the engine to its readers, and from a reader to its engine. */
  | { type: 'start'; role: Role; module: WebAssembly.Module; ports: MessagePort[] }
  /** A file to run the core over while nothing is to be done; nothing of it is kept. */
  | { type: 'warm'; file: File }
  | { type: 'open'; sources: Source[] }
  | { type: 'ask'; id: number; question: Question }
  | { type: 'cancel' }
  | { type: 'export'; id: number; spec: Export }
  | { type: 'digest'; number: number; file: File }
  | { type: 'sha256'; number: number; hex: string };

/** What a worker tells. */
export type FromWorker =
  | { type: 'started' }
  /** The numbers of the sources of one `open`, in their order. Not every file becomes an input. */
  | { type: 'opened'; numbers: number[] }
  | { type: 'progress'; progress: Progress }
  | { type: 'answered'; id: number; answer: unknown }
  | { type: 'refused'; id: number; message: string }
  | { type: 'exporting'; id: number; bytes: number }
  | { type: 'exported'; id: number; blob: Blob }
  | { type: 'digested'; number: number; hex: string }
  | { type: 'undigested'; number: number; message: string }
  /** The instance is unusable; `path` is what was being read, if anything was. */
  | { type: 'fatal'; message: string; path: string | null };

/** Each kind of question and the answer it has. */
type Answers = {
  contents: Contents;
  overview: Overview;
  gold: Gold;
  rows: Rows;
  event: Event;
  raw: Raw;
  clusters: Clusters;
  accounts: Accounts;
  inputs: Inputs;
  problems: Problems;
  duplicates: Duplicates;
  summary: Summary;
};

/** The answer to a question of type `Q`. */
export type AnswerTo<Q extends Question> = Answers[Q['ask']];
