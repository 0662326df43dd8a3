/** The filters of this visit: what undo and redo go through, and what the arrow keys recall. Nothing of it is stored. */

/** More filters than this are not kept. */
const MOST = 500;

/** Filters before and after the present one. */
export class Trail {
  private readonly past: string[] = [];
  private readonly future: string[] = [];

  constructor(private now: string) {}

  /** The present filter. */
  get present(): string {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** A new filter; what was undone is lost. */
  record(filter: string): void {
    if (filter === this.now) return;
    this.past.push(this.now);
    if (this.past.length > MOST) this.past.shift();
    this.future.length = 0;
    this.now = filter;
  }

  /** A filter that the browser's history has gone to: a step of ours, where it is next to the present one. */
  visit(filter: string): void {
    if (filter === this.now) return;
    if (this.past.at(-1) === filter) this.undo();
    else if (this.future.at(-1) === filter) this.redo();
    else this.record(filter);
  }

  /** Goes a step back; null where there is none. */
  undo(): string | null {
    return this.step(this.past, this.future);
  }

  /** Goes a step forward; null where there is none. */
  redo(): string | null {
    return this.step(this.future, this.past);
  }

  /** Every filter of this visit but the empty one, the newest first, each once. */
  recent(): string[] {
    const all = [...this.future, this.now, ...[...this.past].reverse()];
    return [...new Set(all)].filter((filter) => filter !== '');
  }

  private step(from: string[], to: string[]): string | null {
    const next = from.pop();
    if (next === undefined) return null;
    to.push(this.now);
    this.now = next;
    return next;
  }
}
