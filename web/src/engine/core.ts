/** The WebAssembly core's classes as the worker sees them, and its loader script. */
import type {
  BasisSaid,
  BundleAsked,
  BundleChecked,
  CaseAnswer,
  CaseQuestion,
  EvidenceAnswer,
  EvidenceExport,
  EvidenceProgress,
  EvidenceQuestion,
  Fault,
  FileAtHand,
  FilesMatched,
  ReportAsked,
} from './evidence/generated.ts';
import type {
  Answer,
  Evaluated,
  Export,
  Exported,
  Filter,
  Progress,
  Question,
  RulesChange,
  RulesChanged,
  RulesInUse,
} from './generated.ts';

/** The engine: takes files, answers questions. */
export interface Engine {
  /**
   * Adds a file and returns its number. Files added before the next step belong together: it decides which
   * are inputs.
   */
  open(path: string, file: File): number;
  /**
   * The next task, if there is one now, or several of small files, at most `files` with `bytes` in all. The first
   * call after adding a file decides which files are inputs.
   */
  nextTasks(files: number, bytes: number): Task[];
  /**
   * The next tasks for the engine itself, given the number of readers; none if they would finish them sooner.
   */
  nextOwnTasks(readers: number, files: number, bytes: number): Task[];
  /** Starts a task in the engine; `bytes` are those of its file from an offset on, if they have been read. */
  begin(task: Task, bytes: Uint8Array | undefined, at: number): void;
  /** Reads a slice of it; returns false at its end. */
  readOn(): boolean;
  /** Takes a block from a reader. */
  take(task: number, block: Uint8Array): void;
  /** Whether a task's output is still needed. */
  isWanted(task: number): boolean;
  /** Whether a task may read its next block. */
  mayContinue(task: number): boolean;
  /** Stops reading; loaded data stays usable. */
  cancel(): void;
  /** Progress of reading. */
  progress(): Progress;
  /**
   * Evaluates a filter for a few milliseconds and caches the result; it is complete when `done` equals `of`.
   * Throws an Error if the text is not a filter.
   */
  evaluate(filter: Filter): Evaluated;
  /** Evaluates the next rule; all are evaluated when `done` equals `of`. */
  lookOn(): Evaluated;
  /** Answers a question; throws an Error with a message if it names something that does not exist. */
  ask(question: Question): Answer;
  /** Changes the rules; throws an Error if the change cannot be made. `lookOn` then evaluates them again. */
  changeRules(change: RulesChange): RulesChanged;
  /** Stops evaluating the rules. After a change this takes the change back. */
  stopLooking(): RulesInUse;
  /** Evaluates the rules after all, where that was stopped. */
  lookAgain(): void;
  /** Begins the work on a question about evidence and gives up that on another. */
  beginEvidence(question: EvidenceQuestion): void;
  /** Works on it for some milliseconds; it is done when `done` equals `of`. */
  workOnEvidence(): EvidenceProgress;
  /** Its answer; throws an Error if there is none. */
  evidenceAnswer(): EvidenceAnswer;
  /** Gives the work up. */
  stopEvidence(): void;
  /** As `beginExport`, of control totals or a sample. */
  beginEvidenceExport(spec: EvidenceExport): string;
  /** Sets a file's hash. */
  setSha256(file: number, hex: string): void;
  /**
   * Starts an export and ends the previous one; returns the name of its file. Findings have what the case says of them.
   */
  beginExport(spec: Export, caseText?: string): string;
  /** The export's next bytes; nothing at its end. */
  nextExportChunk(): Uint8Array<ArrayBuffer> | undefined;
  /** The file beside it that says what it rests on, unless it says that itself. Call it before the end. */
  exportBasis(): Uint8Array<ArrayBuffer> | undefined;
  /**
   * Starts a bundle and ends the previous export; returns the name of its file. Its chunks are empty until it is made.
   */
  beginBundle(asked: BundleAsked): string;
  /** Starts a report and ends the previous export; returns the name of its file. */
  beginReport(asked: ReportAsked): string;
  /** Answers a question about a case; throws an Error that lists what is wrong with the case. */
  askCase(question: CaseQuestion): CaseAnswer;
  /** Takes the key of pseudonyms for all that is written from now on, or gives it up; returns its id. */
  setPseudonyms(key?: string): string | undefined;
  /** JSON with pseudonyms, if there is a key. */
  withPseudonyms(json: string): string;
  /** Starts to make a bundle again of the files that are loaded, under its rules. */
  beginAgain(of: Verifier): void;
  /** Makes it on; what differs once it is made. */
  compareOn(with_: Verifier): Fault[] | undefined;
  /** What an export of something would rest on. */
  basis(what: Exported): BasisSaid;
  /** How much of it is written, from 0 to 1. */
  exportShare(): number;
  /** Drops the export. */
  dropExport(): void;
  /** Releases its memory. */
  free(): void;
}

/** A portion of a file to read, by any worker. Opaque except for these members. */
export interface Task {
  id: number;
  /** The number of its file. */
  file: number;
  path: string;
  /** Whether it takes one step. */
  isShort: boolean;
  /** Whether it is all of a small file. */
  isSmall: boolean;
}

/** Runs tasks for the engine, one after another. */
export interface Reader {
  /** Starts a task; `bytes` are those of its file from an offset on, if they have been read. */
  begin(task: Task, file: File, bytes: Uint8Array | undefined, at: number): void;
  /** The task's next block; nothing after its end. */
  readOn(): Uint8Array<ArrayBuffer> | undefined;
  isDone(): boolean;
  /** Releases its memory. */
  free(): void;
}

/** A bundle that was checked by itself. */
export interface Verifier {
  checked(): BundleChecked;
  /** Which files are those of the bundle; throws an Error if its manifest cannot be read. */
  files(atHand: FileAtHand[]): FilesMatched;
  /** Releases its memory. */
  free(): void;
}

/** SHA-256 of bytes fed in pieces. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The hash in hexadecimal. */
  finish(): string;
}

/** The global `wasm_bindgen` of the no-modules glue; call it once with the compiled module. */
export interface Core {
  (from: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Engine: new (key: Uint8Array) => Engine;
  Reader: new (key: Uint8Array) => Reader;
  Digest: new () => Digest;
  Verifier: new (bundle: Uint8Array) => Verifier;
  /** The text of a key file of 32 random bytes. */
  pseudonymKey(bytes: Uint8Array): string;
  /** Checks a signature with a public key and gives its trusted comment; throws an Error that says what is wrong. */
  checkSignature(bundle: Uint8Array, signature: string, key: string): string;
}
