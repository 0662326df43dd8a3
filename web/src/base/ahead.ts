/** A question that was asked ahead, and its answer once there is one. */
type Asked<A> = { key: string; at: number; asked: Promise<A>; answer: A | null };

/**
 * Questions that are asked before the change that brings them is drawn, so that the page draws a change and its answers
 * at once. `at` is the revision of the data: an answer about older data is none.
 */
export class Ahead<Q, A> {
  private asked = new Map<string, Asked<A>>();

  /** A change whose answers take longer than `patienceMs` is drawn without them. */
  constructor(
    private readonly ask: (slot: string, question: Q) => Promise<A>,
    private readonly patienceMs: number,
  ) {}

  /**
   * Asks for one change, in place of the last. Resolves once all is answered, `other` included, or patience ends: with what
   * forgets the questions that the change did not bring after all.
   */
  async prepare(
    questions: [slot: string, question: Q][],
    at: number,
    other: unknown = null,
  ): Promise<() => void> {
    const all = new Map<string, Asked<A>>();
    this.asked = all;
    const answers = questions.map(async ([slot, question]) => {
      const own: Asked<A> = {
        key: JSON.stringify(question),
        at,
        asked: this.ask(slot, question),
        answer: null,
      };
      all.set(slot, own);
      own.answer = await own.asked;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, this.patienceMs);
    });
    await Promise.race([Promise.allSettled([...answers, other]), patience]);
    clearTimeout(timer);
    return () => all.clear();
  }

  /** What was asked for a slot, if it is that question and about the same data. */
  find(slot: string, key: string | null, at: number): Asked<A> | null {
    const own = this.asked.get(slot);
    return own && own.key === key && own.at === at ? own : null;
  }

  /** Forgets what was asked for a slot, which has it now. */
  use(slot: string): void {
    this.asked.delete(slot);
  }
}
