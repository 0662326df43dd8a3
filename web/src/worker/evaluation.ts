/** Evaluates rules and filters step by step and reports progress if a filter takes long. */
import type { Engine } from '../engine/core.ts';
import type { Evaluated, Export, Filter, Question } from '../engine/generated.ts';
import { post } from './scope.ts';

/** Evaluations shorter than this are not reported: nobody notices them. */
const QUIET_MS = 100;
const REPORT_MS = 50;

/** What one question or export waits for. */
export class Evaluation {
  private readonly begun = performance.now();
  private reportedAt = this.begun;

  constructor(
    private readonly engine: Engine,
    private readonly id: number,
    private readonly filter: Filter,
    /** Whether the question needs the rules to be evaluated first. */
    private readonly needsRules = false,
  ) {}

  /** Works for a few milliseconds; returns true when done. */
  step(): boolean {
    const rules = this.needsRules ? this.engine.lookOn() : null;
    if (rules && rules.done < rules.of) return false;
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
    case 'gold':
    case 'groups':
    case 'clusters':
    case 'accounts':
      return question.filter;
    case 'rows':
      return question.table.filter;
    default:
      return null;
  }
}

/** What an export waits for, if anything: its filter, and for findings the rules. */
export function evaluationOfExport(engine: Engine, id: number, { what }: Export): Evaluation | null {
  switch (what.kind) {
    case 'table':
      return new Evaluation(engine, id, what.table.filter);
    case 'findings':
      return new Evaluation(engine, id, what.filter, true);
    default:
      return null;
  }
}
