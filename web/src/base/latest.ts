/** Rejects a question that was replaced by a newer one of its slot before being sent. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/**
 * Latest-wins queues. A slot has at most one running and one waiting task; a newer task replaces the waiting
 * one. A brush dragged over a slow engine thus shows every answer it can get and never builds a queue.
 */
export class Lanes {
  private readonly busy = new Set<string>();
  private readonly waiting = new Map<string, { run: () => void; drop: () => void }>();

  /** Runs the task when the slot is free; rejects with `Superseded` if a newer one replaces it. */
  run<T>(slot: string, task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (): void => {
        this.busy.add(slot);
        task()
          .then(resolve, reject)
          .finally(() => this.release(slot));
      };
      if (!this.busy.has(slot)) {
        run();
        return;
      }
      this.waiting.get(slot)?.drop();
      this.waiting.set(slot, { run, drop: () => reject(new Superseded(`replaced in ${slot}`)) });
    });
  }

  /** Drops the waiting task of a slot, for instance when its view is gone. */
  forget(slot: string): void {
    this.waiting.get(slot)?.drop();
    this.waiting.delete(slot);
  }

  private release(slot: string): void {
    this.busy.delete(slot);
    const next = this.waiting.get(slot);
    this.waiting.delete(slot);
    next?.run();
  }
}
