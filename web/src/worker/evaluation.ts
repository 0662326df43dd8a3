/** Evaluates rules and filters step by step and reports progress if a filter takes long. */
import type { Engine } from '../engine/core.ts';
import type { EvidenceExport } from '../engine/evidence/generated.ts';
import type { Evaluated, Export, Exported, Filter, Question } from '../engine/generated.ts';
import { post } from './scope.ts';

/** Evaluations shorter than this are not reported: nobody notices them. */
const QUIET_MS = 100;
const REPORT_MS = 50;

/** When the evaluation of the rules was begun, and when it was last reported, if it was. */
const looking = { begun: 0, reportedAt: 0, reported: false };

/** Evaluates the next rule and reports progress; returns true when all are evaluated. */
function lookOn(engine: Engine): boolean {
  const now = performance.now();
  if (looking.begun === 0) looking.begun = now;
  const { done, of } = engine.lookOn();
  if (done >= of) {
    if (looking.reported) post({ type: 'looking', done, of });
    looking.begun = 0;
    looking.reported = false;
    return true;
  }
  if (now - looking.begun > QUIET_MS && now - looking.reportedAt > REPORT_MS) {
    looking.reportedAt = now;
    looking.reported = true;
    post({ type: 'looking', done, of });
  }
  return false;
}

/** What one question or export waits for. */
export class Evaluation {
  private readonly begun = performance.now();
  private reportedAt = this.begun;

  constructor(
    private readonly engine: Engine,
    private readonly id: number,
    private readonly filter: Filter,
    /** Whether the question needs the rules to be evaluated first. */
    readonly needsRules = false,
  ) {}

  /** Works for a few milliseconds; returns true when done. */
  step(): boolean {
    if (this.needsRules && !lookOn(this.engine)) return false;
    const { done, of }: Evaluated = this.engine.evaluate(this.filter);
    if (done >= of) return true;
    const now = performance.now();
    if (this.lasts && now - this.reportedAt > REPORT_MS) {
      this.reportedAt = now;
      post({ type: 'evaluating', id: this.id, done, of });
    }
    return false;
  }

  /** Whether it takes long enough to notice. */
  get lasts(): boolean {
    return performance.now() - this.begun > QUIET_MS;
  }
}

/** The filter of a question, if it has one. */
export function filterOf(question: Question): Filter | null {
  switch (question.ask) {
    case 'overview':
    case 'breakdowns':
    case 'findings':
    case 'findingsOverTime':
    case 'gold':
    case 'groups':
    case 'smallMultiples':
    case 'week':
    case 'clusters':
    case 'accounts':
      return question.filter;
    case 'rows':
    case 'timePosition':
      return question.table.filter;
    default:
      return null;
  }
}

/** The filter of something to export, if it has one. */
export function filterOfExported(what: Exported): Filter | null {
  if (what.kind === 'table') return what.table.filter;
  if (what.kind === 'findings') return what.filter;
  return what.kind === 'shown' ? filterOf(what.question) : null;
}

/** What an export waits for, if anything: its filter, and for findings the rules. */
export function evaluationOfExport(
  engine: Engine,
  id: number,
  spec: Export | EvidenceExport,
): Evaluation | null {
  if ('evidence' in spec) {
    return spec.evidence.kind === 'sample' ? new Evaluation(engine, id, spec.evidence.plan.filter) : null;
  }
  const { what } = spec;
  const filter = filterOfExported(what);
  const needsRules =
    what.kind === 'findings' || (what.kind === 'shown' && what.question.ask.startsWith('finding'));
  return filter === null ? null : new Evaluation(engine, id, filter, needsRules);
}
