/** The filters of this visit, for undo, redo and recall by arrow keys. Never stored. */

/** Maximum number of filters kept. */
const MAX_FILTERS = 500;

/** Filters before and after the current one. */
export class Trail {
  private readonly past: string[] = [];
  private readonly future: string[] = [];

  constructor(private now: string) {}

  /** The current filter. */
  get present(): string {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Adds a filter and discards what was undone. */
  record(filter: string): void {
    if (filter === this.now) return;
    this.past.push(this.now);
    if (this.past.length > MAX_FILTERS) this.past.shift();
    this.future.length = 0;
    this.now = filter;
  }

  /**
   * Follows the browser's history to a filter; if it is adjacent to the current one, this is an undo or redo.
   */
  visit(filter: string): void {
    if (filter === this.now) return;
    if (this.past.at(-1) === filter) this.undo();
    else if (this.future.at(-1) === filter) this.redo();
    else this.record(filter);
  }

  /** Steps back; null at the start. */
  undo(): string | null {
    return this.step(this.past, this.future);
  }

  /** Steps forward; null at the end. */
  redo(): string | null {
    return this.step(this.future, this.past);
  }

  /** The distinct filters of this visit without the empty one, newest first. */
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
