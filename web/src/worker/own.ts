/** The tasks that the engine reads itself. */
import type { Engine, Task } from '../engine/core.ts';
import type { FileTask } from '../engine/protocol.ts';
import { GROUP_BYTES, GROUP_FILES, GROUPS, type Group, groupOf } from './group.ts';

/** How long small files are read before messages are let in. */
const TURN_MS = 8;

/** The engine's own tasks, one after another. */
export class OwnTasks {
  private groups: { group: Group; left: FileTask[] }[] = [];
  private running: Task | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly withFile: (task: Task) => FileTask,
    /** Called once files that were waited for are read. */
    private readonly wake: () => void,
  ) {}

  /** The path of the file that is being read. */
  get path(): string | null {
    return this.running?.path ?? null;
  }

  /** Whether any task has been taken that is not done. */
  get busy(): boolean {
    return this.groups.length > 0;
  }

  /** Whether there is something to do now. */
  get canRead(): boolean {
    return this.groups[0]?.group.isRead === true;
  }

  /** Whether more can be taken. What follows a large file can wait: a reader may have it sooner. */
  get needsTasks(): boolean {
    const isSmall = this.groups.every(({ group }) => group.isSmall);
    return this.groups.length < GROUPS && (!this.busy || isSmall);
  }

  /** Forgets all tasks: the session has dropped them. */
  drop(): void {
    this.groups = [];
    this.running = null;
  }

  /** Takes tasks, given the number of readers. */
  take(readers: number): void {
    while (this.needsTasks) {
      const left = this.engine.nextOwnTasks(readers, GROUP_FILES, GROUP_BYTES).map(this.withFile);
      if (left.length === 0) return;
      this.groups.push({ group: groupOf(left, this.wake), left });
    }
  }

  /** Reads a slice of a large file, or some small files. */
  readSome(): void {
    const until = performance.now() + TURN_MS;
    while (this.readStep() && performance.now() < until);
  }

  /** Reads a slice; whether more of the group is at hand. */
  private readStep(): boolean {
    const first = this.groups[0];
    if (!first?.group.isRead) return false;
    if (!this.running) this.begin(first.left.shift(), first.group);
    if (this.running && this.engine.readOn()) return false;
    this.running = null;
    if (first.left.length === 0) this.groups.shift();
    return first.left.length > 0;
  }

  /** Starts a task, unless the session has dropped it. */
  private begin(next: FileTask | undefined, group: Group): void {
    if (!next || !this.engine.isWanted(next.task.id)) return;
    this.running = next.task;
    this.engine.begin(next.task, group.bytesOf(next.file), 0);
  }
}
