/** The classes that the WebAssembly core gives the worker, and the script that loads them. */
import type { Answer, Evaluated, Export, Filter, Progress, Question } from './generated.ts';

/** What is loaded: fed by files, asked by views. */
export interface Engine {
  /** Takes a file and returns its number. Files taken before the next step belong together: it says which are inputs. */
  open(path: string, file: File): number;
  /** The next task; nothing where there is none now. The first after a file was taken says which files are inputs. */
  nextTask(): Task | undefined;
  /** The same for the engine itself, beside so many readers; nothing, too, where it is sooner done by them. */
  nextOwnTask(readers: number): Task | undefined;
  /** Begins to read a task itself. */
  begin(task: Task): void;
  /** Reads a slice of it; false when it has come to its end. */
  readOn(): boolean;
  /** Takes a block that a reader made of a task. */
  take(task: number, block: Uint8Array): void;
  /** Whether what a task reads is still wanted. */
  isWanted(task: number): boolean;
  /** Whether whoever reads a task may go on. */
  mayGoOn(task: number): boolean;
  /** Stops reading; what is loaded stays usable. */
  cancel(): void;
  /** How far reading has come. */
  progress(): Progress;
  /**
   * Evaluates a filter for some milliseconds and keeps what it has found; all of it is found when `done` is `of`. Throws an
   * Error where the text is no filter.
   */
  evaluate(filter: Filter): Evaluated;
  /** Answers; throws an Error with a message when the question names what is not there. */
  ask(question: Question): Answer;
  /** Notes a file's hash, for the ledger if it is an input. */
  setSha256(file: number, hex: string): void;
  /** Starts an export; the one before it ends. */
  beginExport(spec: Export): void;
  /** The export's next bytes, or nothing at its end. */
  nextExportChunk(): Uint8Array<ArrayBuffer> | undefined;
  /** Gives its memory back. */
  free(): void;
}

/** Something to read, for whoever has the time. Made and understood by the core alone, but for these. */
export interface Task {
  id: number;
  /** The number of the file that it is about. */
  file: number;
  path: string;
  /** Whether it is read in one step. */
  isShort: boolean;
}

/** Reads tasks beside the engine, one after another. */
export interface Reader {
  begin(task: Task, file: File): void;
  /** The task's next block, for the engine; nothing behind its end. */
  readOn(): Uint8Array<ArrayBuffer> | undefined;
  isDone(): boolean;
  /** Gives its memory back. */
  free(): void;
}

/** SHA-256 over bytes given piece by piece. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The hash in hexadecimal. */
  finish(): string;
}

/** The global `wasm_bindgen` of the no-modules glue: to be called once with the compiled module. */
export interface Core {
  (from: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Engine: new (key: Uint8Array) => Engine;
  Reader: new (key: Uint8Array) => Reader;
  Digest: new () => Digest;
}
