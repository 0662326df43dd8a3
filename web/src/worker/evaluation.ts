/** The evaluation of a filter, a piece at a time, told to the page where it lasts. */
import type { Engine } from '../engine/core.ts';
import type { Export, Filter, Question } from '../engine/generated.ts';
import { tell } from './scope.ts';

/** What is over before is not told: nobody has begun to wait. */
const QUIET_MS = 100;
const TOLD_MS = 50;

/** One filter on behalf of one question or export. */
export class Evaluation {
  private readonly begun = performance.now();
  private toldAt = this.begun;

  constructor(
    private readonly engine: Engine,
    private readonly id: number,
    private readonly filter: Filter,
  ) {}

  /** Does some milliseconds of the work; true once all of it is done. */
  step(): boolean {
    const { done, of } = this.engine.evaluate(this.filter);
    if (done >= of) return true;
    const now = performance.now();
    if (this.lasts && now - this.toldAt > TOLD_MS) {
      this.toldAt = now;
      tell({ type: 'evaluating', id: this.id, done, of });
    }
    return false;
  }

  /** Whether it takes longer than a reader notices. */
  get lasts(): boolean {
    return performance.now() - this.begun > QUIET_MS;
  }
}

/** The filter under which a question is asked, if it is. */
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

/** The filter under which something is saved, if it is. */
export function filterOfExport({ what }: Export): Filter | null {
  return what.kind === 'table' ? what.table.filter : null;
}
