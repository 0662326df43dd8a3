/** The page's client of the workers: sends questions and files, returns answers. Independent of the views. */
import { Lanes, Superseded } from '../base/latest.ts';
import type { EvidenceAnswerTo } from './evidence/answers.ts';
import type {
  BasisSaid,
  BundleAsked,
  BundleChecked,
  CaseAnswer,
  CaseQuestion,
  EvidenceExport,
  EvidenceProgress,
  EvidenceQuestion,
  Fault,
  FileAtHand,
  FilesMatched,
  ReportAsked,
} from './evidence/generated.ts';
import type {
  Evaluated,
  Export,
  Exported,
  Progress,
  Question,
  RulesChange,
  RulesChanged,
  RulesInUse,
} from './generated.ts';
import type { AnswerTo, FromReader, FromWorker, Practice, Role, Source, ToWorker } from './protocol.ts';

/** Events reported by the client. */
export type Reports = {
  /** The engine has taken this many files; the last progress includes them. */
  opened(count: number): void;
  progress(progress: Progress): void;
  /** Progress of a filter's evaluation; null when its question has been answered. */
  evaluating(progress: Evaluated | null): void;
  /** Progress of evaluating the rules; null when they are evaluated. */
  looking(progress: Evaluated | null): void;
  /** Number of files still to be hashed. */
  hashing(left: number): void;
  /** The engine is unusable; only a new client helps. */
  fatal(message: string, path: string | null): void;
};

/** How far an export is. */
export type Exporting = { file: string; bytes: number; share: number };

/** A written export, and the file beside it that says what it rests on, unless it says that itself. */
export type SavedFile = { file: string; blob: Blob; basis: Blob | null; sha256?: string };

/** A bundle that was made, and what is found of it. */
export type SavedBundle = SavedFile & { checked: BundleChecked | null };

/** What follows an export and may cancel it. */
export type Following = { exporting(at: Exporting): void; signal: AbortSignal };

/** What follows the work on a question about evidence and may cancel it. */
export type FollowingWork = { working(at: EvidenceProgress): void; signal: AbortSignal };

/** An export or a question was cancelled. */
export class Cancelled extends Error {}

type Pending = {
  resolve(value: never): void;
  reject(error: Error): void;
  exporting?: ((at: Exporting) => void) | undefined;
  working?: ((at: EvidenceProgress) => void) | undefined;
};

/** More readers than this wait for the engine, which joins their blocks. */
const MAX_READERS = 6;

/** An engine, its readers and a digest: workers that share one compiled module. */
export class Client {
  private readonly engine: Worker;
  private readonly digest: Worker;
  private readonly readers: Worker[] = [];
  private readonly lanes = new Lanes();
  private readonly pending = new Map<number, Pending>();
  /** Files of each `open` that have no number yet. */
  private readonly opening: Source[][] = [];
  private readonly hashed: (() => void)[] = [];
  /** The running question of each slot. */
  private readonly underWay = new Map<string, number>();
  /** The question whose evaluation was reported last. */
  private evaluating: number | null = null;
  private unhashed = 0;
  /** Files to hash after reading. */
  private readonly held: ToWorker[] = [];
  private readonly files = new Map<number, File>();
  private readonly known = new WeakMap<File, string>();
  private reading = false;
  /** False after the digest has failed: files then get no hash, and loaded data is unaffected. */
  private hashes = true;
  private nextId = 1;
  private closed = false;

  constructor(
    module: WebAssembly.Module,
    /** An object URL of the worker script. */
    script: string,
    private readonly reports: Reports,
  ) {
    this.engine = this.startWorker(script, 'engine', module);
    // The engine reads as well, so this makes one worker per core.
    const count = Math.min(Math.max(navigator.hardwareConcurrency - 1, 0), MAX_READERS);
    for (let number = 0; number < count; number += 1) {
      this.readers.push(this.startWorker(script, 'reader', module, number));
    }
    this.digest = this.startWorker(script, 'digest', module);
  }

  /** Warms up the core with sample files while it is idle. */
  warmUp(files: Practice): void {
    for (const worker of [this.engine, ...this.readers]) this.post(worker, { type: 'warm', files });
  }

  /** Adds files. */
  open(sources: Source[]): void {
    if (sources.length === 0) return;
    this.opening.push(sources);
    this.unhashed += sources.length;
    this.reports.hashing(this.unhashed);
    this.reading = true;
    this.post(this.engine, { type: 'open', sources });
  }

  /** Stops reading; loaded data stays usable. */
  cancel(): void {
    this.post(this.engine, { type: 'cancel' });
  }

  /**
   * Asks a question for a slot. A slot has one running and one waiting question; a third makes the waiting
   * one reject with `Superseded`.
   */
  ask<Q extends Question>(slot: string, question: Q): Promise<AnswerTo<Q>> {
    this.overtake(slot);
    return this.lanes.run(slot, () =>
      this.request<AnswerTo<Q>>((id) => {
        this.underWay.set(slot, id);
        this.post(this.engine, { type: 'ask', id, question });
      }),
    );
  }

  /** Drops the waiting question of a slot. */
  forget(slot: string): void {
    this.lanes.forget(slot);
    this.overtake(slot);
  }

  /** Writes an export. Cancelled, it ends with `Cancelled`. */
  save(
    spec: Export | EvidenceExport,
    following: Following,
    caseText: string | null = null,
  ): Promise<SavedFile> {
    const more = caseText === null ? {} : { caseText };
    return this.write((id) => ({ type: 'export', id, spec, ...more }), following);
  }

  /** Makes a bundle of what is loaded. Cancelled, it ends with `Cancelled`. */
  saveBundle(asked: BundleAsked, following: Following): Promise<SavedBundle> {
    return this.write((id) => ({ type: 'bundle', id, asked }), following);
  }

  /** Writes a report of what is loaded. Cancelled, it ends with `Cancelled`. */
  saveReport(asked: ReportAsked, following: Following): Promise<SavedFile> {
    return this.write((id) => ({ type: 'report', id, asked }), following);
  }

  /** Asks about a case. Rejects with all that is wrong with it, in lines. */
  askCase(question: CaseQuestion): Promise<CaseAnswer> {
    return this.request<CaseAnswer>((id) => this.post(this.engine, { type: 'askCase', id, question }));
  }

  /** Uses a key of pseudonyms for all that is written, or none; gives its id. */
  setPseudonyms(key: string | null): Promise<string | null> {
    return this.request<string | null>((id) => this.post(this.engine, { type: 'setPseudonyms', id, key }));
  }

  /** Makes a key of pseudonyms: the text of its file. */
  makePseudonyms(): Promise<string> {
    return this.request<string>((id) => this.post(this.engine, { type: 'makePseudonyms', id }));
  }

  /** JSON with pseudonyms, if a key is in use. */
  withPseudonyms(json: string): Promise<string> {
    return this.request<string>((id) => this.post(this.engine, { type: 'withPseudonyms', id, json }));
  }

  private write(message: (id: number) => ToWorker, { exporting, signal }: Following): Promise<SavedBundle> {
    return this.request<SavedBundle>(
      (id) => {
        this.post(this.engine, message(id));
        this.cancelOn(signal, id, 'cancelExport');
      },
      { exporting },
    );
  }

  /** Works on a question about evidence. Cancelled, it ends with `Cancelled`. */
  workOnEvidence<Q extends EvidenceQuestion>(
    question: Q,
    { working, signal }: FollowingWork,
  ): Promise<EvidenceAnswerTo<Q>> {
    return this.request<EvidenceAnswerTo<Q>>(
      (id) => {
        this.post(this.engine, { type: 'workOnEvidence', id, question });
        this.cancelOn(signal, id, 'cancelEvidence');
      },
      { working },
    );
  }

  /** Cancels a request when a signal says so. */
  private cancelOn(signal: AbortSignal, id: number, type: 'cancelExport' | 'cancelEvidence'): void {
    const cancel = (): void => {
      const pending = this.settle(id);
      if (!pending) return;
      this.post(this.engine, { type, id });
      pending.reject(new Cancelled('cancelled'));
    };
    signal.addEventListener('abort', cancel, { once: true });
  }

  /** What an export of something would rest on. */
  basisOf(what: Exported): Promise<BasisSaid> {
    return this.request<BasisSaid>((id) => this.post(this.engine, { type: 'basis', id, what }));
  }

  /** Takes a bundle and checks it by itself. */
  checkBundle(bundle: File): Promise<BundleChecked> {
    return this.request<BundleChecked>((id) => this.post(this.engine, { type: 'checkBundle', id, bundle }));
  }

  /** Which files are those of the bundle that was taken. */
  matchFiles(files: FileAtHand[]): Promise<FilesMatched> {
    return this.request<FilesMatched>((id) => this.post(this.engine, { type: 'matchFiles', id, files }));
  }

  /** Makes the bundle that was taken again of the files that are loaded, and gives what differs. */
  compareBundle(exporting: (at: Exporting) => void): Promise<Fault[]> {
    return this.request<Fault[]>((id) => this.post(this.engine, { type: 'compareBundle', id }), {
      exporting,
    });
  }

  /** Checks a signature of a bundle with a public key, and gives its trusted comment. */
  checkSignature(bundle: File, signature: string, key: string): Promise<string> {
    return this.request<string>((id) =>
      this.post(this.engine, { type: 'checkSignature', id, bundle, signature, key }),
    );
  }

  /** The SHA-256 of a file that was opened; nothing until it is known. */
  hashOf(file: File): string | undefined {
    return this.known.get(file);
  }

  /** Changes the rules. */
  changeRules(change: RulesChange): Promise<RulesChanged> {
    return this.request<RulesChanged>((id) => this.post(this.engine, { type: 'changeRules', id, change }));
  }

  /** Stops evaluating the rules, or evaluates them after all. */
  steerRules(type: 'stopLooking' | 'lookAgain'): Promise<RulesInUse> {
    return this.request<RulesInUse>((id) => this.post(this.engine, { type, id }));
  }

  /** Resolves when every file opened so far has its hash or will never get one. */
  whenHashed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.unhashed === 0) resolve();
      else this.hashed.push(resolve);
    });
  }

  /** Terminates the workers, the only way to release their memory. */
  close(): void {
    this.closed = true;
    for (const worker of [this.engine, this.digest, ...this.readers]) worker.terminate();
    const error = new Error('the engine has been closed');
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }

  private startWorker(script: string, role: Role, module: WebAssembly.Module, number = 0): Worker {
    const worker = new Worker(script, { name: role });
    const end = (message: string, path: string | null): void => {
      if (role === 'engine') this.fail(message, path);
      else if (role === 'digest') this.endHashing();
      // A reader that fails to start is not needed; one that fails on a file holds blocks that others wait
      // for.
      else if (path !== null) this.fail(message, path);
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'fatal') end(data.message, data.path);
      else if (data.type === 'ready' || data.type === 'blocks') this.handOn(number, data);
      else this.handle(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(event.message || `the ${role} worker did not start`, null);
    };
    this.post(worker, { type: 'start', role, module });
    return worker;
  }

  /** Forwards a reader's message to the engine. */
  private handOn(reader: number, message: FromReader): void {
    const transfer = message.type === 'blocks' ? message.blocks.map(({ bytes }) => bytes.buffer) : [];
    this.post(this.engine, { type: 'fromReader', reader, message }, transfer);
  }

  private post(worker: Worker, message: ToWorker, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  /** Abandons a slow question when a newer one waits behind it. */
  private overtake(slot: string): void {
    const id = this.underWay.get(slot);
    if (id !== undefined && this.pending.has(id)) this.post(this.engine, { type: 'overtake', id });
  }

  private request<T>(
    send: (id: number) => void,
    following: Pick<Pending, 'exporting' | 'working'> = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) {
        reject(new Error('the engine has been closed'));
        return;
      }
      const id = this.nextId++;
      this.pending.set(id, { resolve: resolve as (value: never) => void, reject, ...following });
      send(id);
    });
  }

  private handle(message: Exclude<FromWorker, { type: 'fatal' } | FromReader>): void {
    if (this.closed) return;
    switch (message.type) {
      case 'started':
        break;
      case 'opened':
        this.countOpened(message.numbers);
        break;
      case 'progress':
        this.reading = !message.progress.done;
        if (!this.reading) this.hashHeld();
        this.reports.progress(message.progress);
        break;
      case 'answered':
        this.settle(message.id)?.resolve(message.answer as never);
        break;
      case 'exported':
        this.settle(message.id)?.resolve({
          file: message.file,
          blob: message.blob,
          basis: message.basis,
          checked: message.checked,
          sha256: message.sha256,
        } as never);
        break;
      case 'refused':
        this.settle(message.id)?.reject(new Error(message.message));
        break;
      case 'overtaken':
        this.settle(message.id)?.reject(new Superseded('given up for a newer question'));
        break;
      case 'evaluating':
        this.evaluating = message.id;
        this.reports.evaluating({ done: message.done, of: message.of });
        break;
      case 'looking':
        this.reports.looking(message.done < message.of ? { done: message.done, of: message.of } : null);
        break;
      case 'workingOnEvidence':
        this.pending.get(message.id)?.working?.({ done: message.done, of: message.of });
        break;
      case 'exporting':
        this.pending.get(message.id)?.exporting?.(message);
        break;
      case 'digested':
        this.takeHash(message.number, message.hex);
        break;
      case 'toReader': {
        const reader = this.readers[message.reader];
        if (reader) this.post(reader, message.message);
        break;
      }
      case 'undigested':
        // The ledger then shows no hash; the engine reports why the file cannot be read.
        this.countHash();
        break;
    }
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (this.evaluating === id) {
      this.evaluating = null;
      this.reports.evaluating(null);
    }
    return pending;
  }

  private countOpened(numbers: number[]): void {
    const sources = this.opening.shift() ?? [];
    this.reports.opened(sources.length);
    numbers.forEach((number, at) => {
      const source = sources[at];
      if (source) this.files.set(number, source.file);
      if (source?.sha256 !== undefined) this.takeHash(number, source.sha256);
      else if (!this.hashes) this.countHash();
      else if (source) this.held.push({ type: 'digest', number, file: source.file });
    });
    if (!this.reading) this.hashHeld();
  }

  /** Hashing needs a core that reading could use, and nobody waits for it, so it starts after reading. */
  private hashHeld(): void {
    for (const message of this.held.splice(0)) this.post(this.digest, message);
  }

  private endHashing(): void {
    if (this.closed || !this.hashes) return;
    this.hashes = false;
    this.digest.terminate();
    // Files without a number are counted once the engine has numbered them.
    const unnumbered = this.opening.reduce((count, sources) => count + sources.length, 0);
    while (this.unhashed > unnumbered) this.countHash();
  }

  private takeHash(number: number, hex: string): void {
    const file = this.files.get(number);
    if (file) this.known.set(file, hex);
    this.post(this.engine, { type: 'sha256', number, hex });
    this.countHash();
  }

  private countHash(): void {
    this.unhashed -= 1;
    this.reports.hashing(this.unhashed);
    if (this.unhashed > 0) return;
    for (const resolve of this.hashed.splice(0)) resolve();
  }

  private fail(message: string, path: string | null): void {
    if (this.closed) return;
    this.close();
    this.reports.fatal(message, path);
  }
}
