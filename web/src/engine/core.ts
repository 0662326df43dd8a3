/** The classes that the WebAssembly core gives the worker, and the script that loads them. */
import type { Answer, Export, Progress, Question } from './generated.ts';

/** What is loaded: fed by files, asked by views. */
export interface Engine {
  /** Takes a file and returns its number. Files taken before the next step belong together: it says which are inputs. */
  open(path: string, file: File): number;
  /** Says which files are inputs, or reads one slice of the next. */
  step(): Progress;
  /** Stops reading; what is loaded stays usable. */
  cancel(): Progress;
  /** How far reading has come. */
  progress(): Progress;
  /** Answers; throws an Error with a message when the question names what is not there. */
  ask(question: Question): Answer;
  /** Notes a file's hash, for the ledger if it is an input. */
  setSha256(file: number, hex: string): void;
  /** Starts an export; the one before it ends. */
  beginExport(spec: Export): void;
  /** The export's next bytes, or nothing at its end. */
  nextExportChunk(): Uint8Array<ArrayBuffer> | undefined;
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
  Digest: new () => Digest;
}
