/** The WebAssembly core's classes as the worker sees them, and its loader script. */
import type {
  Answer,
  Evaluated,
  Export,
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
   * The next task, if there is one now. The first call after adding a file decides which files are inputs.
   */
  nextTask(): Task | undefined;
  /**
   * The next task for the engine itself, given the number of readers; none if they would finish it sooner.
   */
  nextOwnTask(readers: number): Task | undefined;
  /** Starts a task in the engine. */
  begin(task: Task): void;
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
  /** Sets a file's hash. */
  setSha256(file: number, hex: string): void;
  /** Starts an export and ends the previous one; returns the name of its file. */
  beginExport(spec: Export): string;
  /** The export's next bytes; nothing at its end. */
  nextExportChunk(): Uint8Array<ArrayBuffer> | undefined;
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
}

/** Runs tasks for the engine, one after another. */
export interface Reader {
  begin(task: Task, file: File): void;
  /** The task's next block; nothing after its end. */
  readOn(): Uint8Array<ArrayBuffer> | undefined;
  isDone(): boolean;
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
}
