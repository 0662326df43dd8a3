/** Rejects a question that a newer one of the same slot has replaced before it was sent. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/**
 * Latest-wins lanes. A slot has at most one task under way and one waiting; a newer task replaces the waiting one.
 * So a brush dragged over a slow engine shows every answer that could be had, and never lags behind by a queue.
 */
export class Lanes {
  private readonly busy = new Set<string>();
  private readonly waiting = new Map<string, { run: () => void; drop: () => void }>();

  /** Runs the task when the slot is free; rejects with `Superseded` when a newer one takes its place. */
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

  /** Drops what waits in the slot, as when its view has gone. */
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
