/**
 * The messages between the page and its workers, which run one script in three roles. The engine and its readers
 * communicate through the page, which forwards their messages unread.
 *
 *     page ── start ──▶ worker     compiled module and role          worker ── started ──▶ page
 *     page ── warm ───▶ engine, reader
 *     page ── open ───▶ engine     files                             engine ── opened, progress… ──▶ page
 *     page ── ask ────▶ engine     a question                        engine ── evaluating…, answered | refused ──▶ page
 *     page ── basis ──▶ engine     something to export               engine ── evaluating…, answered | refused ──▶ page
 *     page ── overtake ▶ engine    a newer question waits            engine ── overtaken ──▶ page, unless already answered
 *     page ── changeRules, stopLooking, lookAgain ▶ engine           engine ── answered | refused, looking… ──▶ page
 *     page ── export ─▶ engine     what to save                      engine ── exporting…, exported | refused ──▶ page
 *     page ── bundle, report ▶ engine     what evidence to save     engine ── exporting…, exported | refused ──▶ page
 *     page ── askCase ▶ engine     a question about a case           engine ── answered | refused ──▶ page
 *     page ── makePseudonyms, setPseudonyms, withPseudonyms ▶ engine engine ── answered | refused ──▶ page
 *     page ── checkBundle, matchFiles, compareBundle, checkSignature ▶ engine     engine ── exporting…, answered | refused ──▶ page
 *     page ── workOnEvidence ▶ engine a question about evidence     engine ── workingOnEvidence…, answered | refused ──▶ page
 *     page ── cancelEvidence ▶ engine                                nothing more of that question
 *     page ── cancelExport ▶ engine                                  nothing more of that export
 *     page ── digest ─▶ digest     a file                            digest ── digested | undigested ──▶ page ── sha256 ──▶ engine
 *     engine ── toReader ──▶ page ── read, goOn, drop ──▶ reader     reader ── ready, blocks… ──▶ page ── fromReader ──▶ engine
 */
import type { Task } from './core.ts';
import type {
  BundleAsked,
  BundleChecked,
  CaseQuestion,
  EvidenceExport,
  EvidenceQuestion,
  FileAtHand,
  ReportAsked,
} from './evidence/generated.ts';
import type {
  Accounts,
  Breakdowns,
  Clusters,
  Compared,
  Completeness,
  Completion,
  Conflicts,
  Contents,
  Crosstab,
  Duplicates,
  Edited,
  Entity,
  Event,
  EventFound,
  EventGrid,
  Examples,
  Export,
  Exported,
  Findings,
  FindingsOverTime,
  FindingTimeline,
  Gold,
  Groups,
  Inputs,
  Knowledge,
  LongActions,
  Overview,
  Parsed,
  Principals,
  Problems,
  Progress,
  Question,
  Raw,
  Related,
  RowPosition,
  Rows,
  Rule,
  RulesChange,
  RulesInUse,
  ServiceCounts,
  Sessions,
  SmallMultiples,
  Storyline,
  Summary,
  TimePosition,
  Warnings,
  Week,
} from './generated.ts';

/** A file and its path in the ledger; with its hash, if that is known. */
export type Source = { path: string; file: File; sha256?: string };

/** Files for the warm-up: logs, and a Parquet table. */
export type Practice = { sample: File; table: File };

/** A data block: its text, and the length and CRC-32 of the bytes that the text stands for. */
export type Packed = { text: string; bytes: number; crc: number };

/** The role of a worker. */
export type Role = 'engine' | 'reader' | 'digest';

/** Messages to a worker. */
export type ToWorker =
  /** Unpacks a data block; needs no core. */
  | { type: 'unpack'; packed: Packed }
  | { type: 'start'; role: Role; module: WebAssembly.Module }
  /** Warms up the core with these files while idle; discards the results. */
  | { type: 'warm'; files: Practice }
  | { type: 'open'; sources: Source[] }
  | { type: 'ask'; id: number; question: Question }
  /** A newer question replaces this one. */
  | { type: 'overtake'; id: number }
  /** What an export of something would rest on; answered by `BasisSaid`. */
  | { type: 'basis'; id: number; what: Exported }
  | { type: 'cancel' }
  /** Findings have what `caseText` says of them. */
  | { type: 'export'; id: number; spec: Export | EvidenceExport; caseText?: string }
  | { type: 'bundle'; id: number; asked: BundleAsked }
  | { type: 'report'; id: number; asked: ReportAsked }
  /** Answered by `CaseAnswer`. */
  | { type: 'askCase'; id: number; question: CaseQuestion }
  /** Uses a key of pseudonyms, or none; answered by its id. */
  | { type: 'setPseudonyms'; id: number; key: string | null }
  /** Makes a key of pseudonyms; answered by the text of its file. */
  | { type: 'makePseudonyms'; id: number }
  /** Answered by the JSON with pseudonyms, if a key is in use. */
  | { type: 'withPseudonyms'; id: number; json: string }
  /** Takes a bundle and checks it by itself; answered by `BundleChecked`. */
  | { type: 'checkBundle'; id: number; bundle: File }
  /** Which files are those of the bundle; answered by `FilesMatched`. */
  | { type: 'matchFiles'; id: number; files: FileAtHand[] }
  /** Makes the bundle again of the files that are loaded; answered by what differs. */
  | { type: 'compareBundle'; id: number }
  /** Answered by the signature's trusted comment. */
  | { type: 'checkSignature'; id: number; bundle: File; signature: string; key: string }
  /** The export is no longer wanted. */
  | { type: 'cancelExport'; id: number }
  /** Works on a question about evidence. */
  | { type: 'workOnEvidence'; id: number; question: EvidenceQuestion }
  /** The question is no longer asked. */
  | { type: 'cancelEvidence'; id: number }
  /** Changes the rules; answered by `RulesChanged`. */
  | { type: 'changeRules'; id: number; change: RulesChange }
  /** Stops evaluating the rules, or goes on; answered by `RulesInUse`. */
  | { type: 'stopLooking'; id: number }
  | { type: 'lookAgain'; id: number }
  | { type: 'digest'; number: number; file: File }
  | { type: 'sha256'; number: number; hex: string }
  | { type: 'fromReader'; reader: number; message: FromReader }
  | ToReader;

/** A task and its file. */
export type FileTask = { task: Task; file: File };

/** Messages from the engine to a reader. */
export type ToReader =
  /** Tasks of small files, or one of any. */
  | { type: 'read'; tasks: FileTask[]; key: Uint8Array<ArrayBuffer> }
  /** The reader may send one more block of the task. */
  | { type: 'goOn'; id: number }
  /** The tasks' output is no longer needed. */
  | { type: 'drop'; ids: number[] };

/** Messages from a reader to the engine. */
export type FromReader = { type: 'ready' } | { type: 'blocks'; blocks: SentBlock[] };

/** The next block of a task; `done` if it is the last. */
export type SentBlock = { id: number; bytes: Uint8Array<ArrayBuffer>; done: boolean };

/** Messages from a worker. */
export type FromWorker =
  | { type: 'unpacked'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'started' }
  /** The numbers of one `open`'s files, in order. Not every file becomes an input. */
  | { type: 'opened'; numbers: number[] }
  | { type: 'progress'; progress: Progress }
  | { type: 'answered'; id: number; answer: unknown }
  | { type: 'refused'; id: number; message: string }
  /** Progress of evaluating the filter of a question or export. */
  | { type: 'evaluating'; id: number; done: number; of: number }
  /** Progress of evaluating the rules; complete when `done` equals `of`. */
  | { type: 'looking'; done: number; of: number }
  /** The question was abandoned for a newer one. */
  | { type: 'overtaken'; id: number }
  /** Progress of the work on a question about evidence. */
  | { type: 'workingOnEvidence'; id: number; done: number; of: number }
  /** `share` is from 0 to 1. */
  | { type: 'exporting'; id: number; file: string; bytes: number; share: number }
  /** `basis` is the file beside it that says what it rests on; null if the export says that itself. */
  | {
      type: 'exported';
      id: number;
      file: string;
      blob: Blob;
      basis: Blob | null;
      /** What is found of a bundle that was made. */
      checked: BundleChecked | null;
      /** Of the file. */
      sha256: string;
    }
  | { type: 'digested'; number: number; hex: string }
  | { type: 'undigested'; number: number; message: string }
  | { type: 'toReader'; reader: number; message: ToReader }
  | FromReader
  /** The instance is unusable; `path` is the file being read, if any. */
  | { type: 'fatal'; message: string; path: string | null };

/** Each kind of question and its answer. */
type Answers = {
  parse: Parsed;
  complete: Completion;
  edit: Edited;
  fromTerms: Edited;
  examples: Examples;
  completeness: Completeness;
  eventGrid: EventGrid;
  contents: Contents;
  serviceCounts: ServiceCounts;
  overview: Overview;
  gold: Gold;
  rows: Rows;
  rowPosition: RowPosition;
  timePosition: TimePosition;
  smallMultiples: SmallMultiples;
  week: Week;
  groups: Groups;
  crosstab: Crosstab;
  principals: Principals;
  entity: Entity;
  compare: Compared;
  storyline: Storyline;
  sessions: Sessions;
  longActions: LongActions;
  breakdowns: Breakdowns;
  findings: Findings;
  findingsOverTime: FindingsOverTime;
  findingTimeline: FindingTimeline;
  rule: Rule;
  rulesInUse: RulesInUse;
  event: Event;
  eventByContent: EventFound;
  related: Related;
  anyOf: Edited;
  raw: Raw;
  clusters: Clusters;
  accounts: Accounts;
  knowledge: Knowledge;
  inputs: Inputs;
  problems: Problems;
  duplicates: Duplicates;
  warnings: Warnings;
  conflicts: Conflicts;
  summary: Summary;
};

/** The answer to a question of type `Q`. */
export type AnswerTo<Q extends Question> = Answers[Q['ask']];
