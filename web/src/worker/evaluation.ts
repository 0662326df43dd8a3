/** Evaluates a filter step by step and reports progress if it takes long. */
import type { Engine } from '../engine/core.ts';
import type { Export, Filter, Question } from '../engine/generated.ts';
import { post } from './scope.ts';

/** Evaluations shorter than this are not reported: nobody notices them. */
const QUIET_MS = 100;
const REPORT_MS = 50;

/** The evaluation of one filter for one question or export. */
export class Evaluation {
  private readonly begun = performance.now();
  private reportedAt = this.begun;

  constructor(
    private readonly engine: Engine,
    private readonly id: number,
    private readonly filter: Filter,
  ) {}

  /** Works for a few milliseconds; returns true when done. */
  step(): boolean {
    const { done, of } = this.engine.evaluate(this.filter);
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

/** The filter of an export, if it has one. */
export function filterOfExport({ what }: Export): Filter | null {
  return what.kind === 'table' ? what.table.filter : null;
}
