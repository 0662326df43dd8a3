/** Answers questions: at once if possible, step by step if the filter takes long. */
import type { Engine } from '../engine/core.ts';
import type { Filter, Question } from '../engine/generated.ts';
import { Evaluation, filterOf } from './evaluation.ts';
import { post } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';

type Job = { id: number; work: () => unknown; evaluation: Evaluation };

/** The questions whose filters or rules are being evaluated. */
export class Answers {
  private readonly jobs: Job[] = [];

  constructor(private readonly engine: Engine) {}

  /** Whether there is anything to evaluate. */
  get waiting(): boolean {
    return this.jobs.length > 0;
  }

  /**
   * Answers a question or queues it. `whole`: answer in one go, because a partial result would be outdated by
   * the next turn.
   */
  add(id: number, question: Question, whole: boolean): void {
    const work = (): unknown => this.engine.ask(question);
    this.giveFiltered(id, filterOf(question), work, whole, question.ask === 'findings');
  }

  /** Does what a message asks for once a filter is evaluated, and posts what it gives; `whole` as for `add`. */
  giveFiltered(
    id: number,
    filter: Filter | null,
    work: () => unknown,
    whole: boolean,
    needsRules = false,
  ): void {
    this.refusable(id, () => {
      if (filter) {
        const evaluation = new Evaluation(this.engine, id, filter, needsRules);
        while (!evaluation.step()) {
          if (whole) continue;
          this.jobs.push({ id, work, evaluation });
          return;
        }
      }
      post({ type: 'answered', id, answer: work() });
    });
  }

  /** Abandons a question whose filter is slow enough to delay a newer one. */
  overtake(id: number): void {
    const at = this.jobs.findIndex((job) => job.id === id);
    if (!this.jobs[at]?.evaluation.lasts) return;
    this.jobs.splice(at, 1);
    post({ type: 'overtaken', id });
  }

  /** Evaluates the next step of a question, or answers it. */
  workSome(): void {
    // Rules take longer than filters, and what is on screen should not wait for them.
    const job = this.jobs.find(({ evaluation }) => !evaluation.needsRules) ?? this.jobs[0];
    if (!job) return;
    const { id, work, evaluation } = job;
    const open = this.refusable(id, () => {
      if (!evaluation.step()) return true;
      post({ type: 'answered', id, answer: work() });
      return false;
    });
    if (!open) this.jobs.splice(this.jobs.indexOf(job), 1);
  }

  /** Does what a message asks for, and posts what it gives. */
  give(id: number, work: () => unknown): void {
    this.refusable(id, () => post({ type: 'answered', id, answer: work() }));
  }

  private refusable<T>(id: number, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      post({ type: 'refused', id, message: messageOf(error) });
      return undefined;
    }
  }
}
