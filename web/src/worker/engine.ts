/** The role `engine`: reads files slice by slice and answers questions between slices. */
import type { Engine, Task } from '../engine/core.ts';
import type { Exported } from '../engine/generated.ts';
import type { FileTask, Source, ToWorker } from '../engine/protocol.ts';
import { Answers } from './answers.ts';
import { filterOfExported } from './evaluation.ts';
import { EvidenceWork } from './evidence.ts';
import { Exports } from './exports.ts';
import { OwnTasks } from './own.ts';
import { Readers } from './readers.ts';
import { core, post } from './scope.ts';
import { messageOf } from './trap.ts';
import { Turns } from './turns.ts';
import { checkSignature, Verification } from './verification.ts';
import { warmUp } from './warm.ts';

/** Minimum interval of progress messages: ten thousand small files must not flood the page. */
const PROGRESS_MS = 250;

/** What the engine does while no answer or export is waiting. */
type State =
  /** All files have been read or cancelled. */
  | { name: 'idle' }
  /** Warms up the core until the first drop. */
  | { name: 'warming'; rounds: Generator<void, void> }
  /** Reading: `hasMessage` says whether a reader sent a message since the last turn. */
  | { name: 'reading'; hasMessage: boolean }
  /** The core has trapped and must not be called again. */
  | { name: 'trapped' };

/** Handles the page's messages until the core traps, which is reported as fatal. */
export function serveEngine(): (message: ToWorker) => void {
  const server = new EngineServer();
  return (message) => server.handle(message);
}

class EngineServer {
  private readonly engine: Engine;
  private readonly readers: Readers;
  private readonly own: OwnTasks;
  private readonly answers: Answers;
  private readonly exports: Exports;
  private readonly verification: Verification;
  private readonly evidence: EvidenceWork;
  private readonly files: File[] = [];
  private readonly turns = new Turns(() => this.turn());
  private state: State = { name: 'idle' };
  private reportedAt = 0;

  constructor() {
    const key = crypto.getRandomValues(new Uint8Array(16));
    this.engine = new core.Engine(key);
    const withFile = (task: Task): FileTask => {
      const file = this.files[task.file];
      if (!file) throw new Error(`there is no file ${task.file}`);
      return { task, file };
    };
    this.readers = new Readers(this.engine, key, withFile);
    this.own = new OwnTasks(this.engine, withFile, () => this.turns.wake());
    this.answers = new Answers(this.engine);
    this.exports = new Exports(this.engine);
    this.verification = new Verification(this.engine);
    this.evidence = new EvidenceWork(this.engine);
  }

  /** Handles a message from the page. */
  handle(message: ToWorker): void {
    this.guard(() => this.serve(message));
  }

  private serve(message: ToWorker): void {
    switch (message.type) {
      case 'fromReader':
        this.readers.handle(message.reader, message.message);
        this.afterReader();
        break;
      case 'warm':
        if (this.state.name !== 'idle' || this.files.length > 0) break;
        this.state = { name: 'warming', rounds: warmUp(message.files, true) };
        this.turns.wake();
        break;
      case 'open':
        this.open(message.sources);
        break;
      case 'ask':
        // During reading, blocks from readers arrive between turns.
        this.answers.add(message.id, message.question, this.state.name === 'reading');
        if (this.answers.waiting) this.turns.wake();
        break;
      case 'basis':
        this.giveBasis(message.id, message.what);
        break;
      case 'overtake':
        this.answers.overtake(message.id);
        break;
      case 'cancel':
        if (this.state.name === 'reading') this.state = { name: 'idle' };
        this.engine.cancel();
        this.own.drop();
        this.readers.release();
        post({ type: 'progress', progress: this.engine.progress() });
        break;
      case 'export':
        this.exports.add(message.id, message.spec, message.caseText);
        this.turns.wake();
        break;
      case 'bundle':
        this.exports.addBundle(message.id, message.asked);
        this.turns.wake();
        break;
      case 'report':
        this.exports.addReport(message.id, message.asked);
        this.turns.wake();
        break;
      case 'askCase':
        this.answers.give(message.id, () => this.engine.askCase(message.question));
        break;
      case 'setPseudonyms':
        this.answers.give(message.id, () => this.engine.setPseudonyms(message.key ?? undefined) ?? null);
        break;
      case 'makePseudonyms':
        this.answers.give(message.id, () => core.pseudonymKey(crypto.getRandomValues(new Uint8Array(32))));
        break;
      case 'withPseudonyms':
        this.answers.give(message.id, () => this.engine.withPseudonyms(message.json));
        break;
      case 'checkBundle':
        this.answers.give(message.id, () => this.verification.check(message.bundle));
        break;
      case 'matchFiles':
        this.answers.give(message.id, () => this.verification.files(message.files));
        break;
      case 'compareBundle':
        this.verification.compare(message.id);
        this.turns.wake();
        break;
      case 'checkSignature': {
        const { id, bundle, signature, key } = message;
        this.answers.give(id, () => checkSignature(bundle, signature, key));
        break;
      }
      case 'cancelExport':
        this.exports.cancel(message.id);
        break;
      case 'workOnEvidence':
        this.evidence.add(message.id, message.question);
        this.turns.wake();
        break;
      case 'cancelEvidence':
        this.evidence.cancel(message.id);
        break;
      case 'changeRules':
        this.answers.give(message.id, () => this.engine.changeRules(message.change));
        break;
      case 'stopLooking':
        this.answers.give(message.id, () => this.engine.stopLooking());
        break;
      case 'lookAgain':
        this.answers.give(message.id, () => {
          this.engine.lookAgain();
          return this.engine.ask({ ask: 'rulesInUse' });
        });
        break;
      case 'sha256':
        this.engine.setSha256(message.number, message.hex);
        break;
      default:
        break;
    }
  }

  private open(sources: Source[]): void {
    // Opens all files of a drop before reading any: a table's log decides which of them count.
    const numbers = sources.map((source) => this.engine.open(source.path, source.file));
    numbers.forEach((number, at) => {
      const source = sources[at];
      if (source) this.files[number] = source.file;
    });
    post({ type: 'progress', progress: this.engine.progress() });
    post({ type: 'opened', numbers });
    if (this.state.name === 'warming') this.state.rounds.return(undefined);
    if (this.state.name !== 'reading') this.state = { name: 'reading', hasMessage: false };
    this.turns.wake();
  }

  private giveBasis(id: number, what: Exported): void {
    const isReading = this.state.name === 'reading';
    this.answers.giveFiltered(id, filterOfExported(what), () => this.engine.basis(what), isReading);
    if (this.answers.waiting) this.turns.wake();
  }

  private afterReader(): void {
    if (this.state.name !== 'reading') {
      this.readers.release();
      return;
    }
    this.state.hasMessage = true;
    this.readers.feed();
    this.tellProgress();
    if (this.state.name === 'reading') this.turns.wake();
  }

  /** Does a unit of work; returns whether there is more. */
  private turn(): boolean {
    const before = this.state;
    const hadMessage = before.name === 'reading' && before.hasMessage;
    let hasRead = false;
    // Reading would invalidate partial results of a filter.
    if (this.answers.waiting) this.guard(() => this.answers.workSome());
    // An export sees the data loaded when it started, so it should finish before more is read.
    else if (this.exports.waiting) this.guard(() => this.exports.writeSome());
    else if (this.verification.waiting) this.guard(() => this.verification.compareSome());
    else if (this.evidence.waiting) this.guard(() => this.evidence.workSome());
    // Readers' messages come first, and more may have arrived meanwhile.
    else if (before.name === 'reading' && before.hasMessage) before.hasMessage = false;
    else if (before.name === 'reading') {
      this.guard(
        () => this.readSome(),
        () => this.own.path,
      );
      hasRead = true;
    } else if (before.name === 'warming') this.guard(() => this.warmSome(before.rounds));
    return this.hasMore(hadMessage || !hasRead);
  }

  /** `mayRead` says that the turn went to something else than reading, which may have to begin or go on. */
  private hasMore(mayRead: boolean): boolean {
    switch (this.state.name) {
      case 'trapped':
        return false;
      case 'warming':
        return true;
      case 'reading':
        if (this.own.canRead || mayRead) return true;
        break;
      case 'idle':
        break;
    }
    return this.answers.waiting || this.exports.waiting || this.verification.waiting || this.evidence.waiting;
  }

  private readSome(): void {
    if (this.state.name !== 'reading') return;
    this.own.readSome();
    if (this.own.needsTasks) {
      this.readers.feed();
      this.own.take(this.readers.count);
    }
    this.tellProgress();
  }

  private warmSome(rounds: Generator<void, void>): void {
    if (rounds.next().done) this.state = { name: 'idle' };
  }

  private tellProgress(): void {
    if (this.state.name !== 'reading') return;
    const now = performance.now();
    const mayBeDone = !this.own.busy && !this.readers.busy;
    if (!mayBeDone && now - this.reportedAt < PROGRESS_MS) return;
    this.reportedAt = now;
    const progress = this.engine.progress();
    if (progress.done) {
      this.state = { name: 'idle' };
      this.own.drop();
    }
    post({ type: 'progress', progress });
  }

  /** Runs a unit of work and handles traps; `path` gives the file that it read. */
  private guard(work: () => void, path: () => string | null = () => null): void {
    if (this.state.name === 'trapped') return;
    try {
      work();
    } catch (error) {
      this.state = { name: 'trapped' };
      post({ type: 'fatal', message: messageOf(error), path: path() });
    }
  }
}
