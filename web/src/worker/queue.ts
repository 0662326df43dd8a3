/** Which input is being read, known beforehand: once the core has trapped it cannot be asked. */
import type { Engine } from '../engine/core.ts';
import type { Inputs, Progress } from '../engine/generated.ts';

/** The paths of the inputs that are still to be read, in their order. */
export class Queue {
  private waiting: string[] = [];
  private done = 0;
  private isKnown = false;

  constructor(private readonly engine: Engine) {}

  /** The path of the input that the next step reads; null where the step only sorts files into inputs. */
  get head(): string | null {
    return this.isKnown ? (this.waiting[0] ?? null) : null;
  }

  /** Files were given: the next step says which of them are inputs. */
  reset(): void {
    this.isKnown = false;
  }

  /** Follows a step. */
  follow({ inputsDone }: Progress): void {
    if (this.isKnown) {
      this.waiting.splice(0, inputsDone - this.done);
    } else {
      const { inputs } = this.engine.ask({ ask: 'inputs' }) as Inputs;
      this.waiting = inputs
        .filter(({ state }) => state === 'waiting' || state === 'reading')
        .map(({ path }) => path);
      this.isKnown = true;
    }
    this.done = inputsDone;
  }
}
