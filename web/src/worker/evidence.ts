/** Works on questions about evidence, one after another, some milliseconds at a time. */
import type { Engine } from '../engine/core.ts';
import type { EvidenceQuestion } from '../engine/evidence/generated.ts';
import { Evaluation } from './evaluation.ts';
import { post } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';

/** Minimum interval of progress messages. */
const REPORT_MS = 50;

type Job = {
  id: number;
  question: EvidenceQuestion;
  /** The evaluation of its filter, until done. */
  evaluation: Evaluation | null;
  begun: boolean;
  reportedAt: number;
};

/** The queue of questions; the first is worked on. */
export class EvidenceWork {
  private readonly jobs: Job[] = [];

  constructor(private readonly engine: Engine) {}

  /** Whether there is anything to work on. */
  get waiting(): boolean {
    return this.jobs.length > 0;
  }

  /** Queues a question. */
  add(id: number, question: EvidenceQuestion): void {
    const evaluation = 'plan' in question ? new Evaluation(this.engine, id, question.plan.filter) : null;
    this.jobs.push({ id, question, evaluation, begun: false, reportedAt: performance.now() });
  }

  /** Gives a question up. */
  cancel(id: number): void {
    const at = this.jobs.findIndex((job) => job.id === id);
    const [job] = at < 0 ? [] : this.jobs.splice(at, 1);
    if (job?.begun) this.engine.stopEvidence();
  }

  /** Works on the first question, or answers it. */
  workSome(): void {
    const [job] = this.jobs;
    if (!job) return;
    try {
      if (job.evaluation && !job.evaluation.step()) return;
      job.evaluation = null;
      if (!job.begun) this.engine.beginEvidence(job.question);
      job.begun = true;
      const { done, of } = this.engine.workOnEvidence();
      if (done < of) {
        this.report(job, done, of);
        return;
      }
      const answer = this.engine.evidenceAnswer();
      this.jobs.shift();
      post({ type: 'answered', id: job.id, answer });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.jobs.shift();
      post({ type: 'refused', id: job.id, message: messageOf(error) });
    }
  }

  private report(job: Job, done: number, of: number): void {
    const now = performance.now();
    if (now - job.reportedAt < REPORT_MS) return;
    job.reportedAt = now;
    post({ type: 'workingOnEvidence', id: job.id, done, of });
  }
}
