/** Tasks that one worker gets together, and the bytes of their files. */
import type { Task } from '../engine/core.ts';
import { readTogether } from './small.ts';

/** Tasks of small files, which are read together and while the group before is parsed; or a single task. */
export class Group {
  private reads: (Uint8Array | undefined)[] | null;

  /** Begins to read; `then` is called once that is done, later. `files` are those of the tasks. */
  constructor(
    readonly tasks: readonly Task[],
    files: readonly File[],
    then: () => void,
  ) {
    const isSmall = tasks.every((task) => task.isSmall);
    this.reads = isSmall ? null : [];
    if (isSmall)
      void readTogether(files).then((reads) => {
        this.reads = reads;
        then();
      });
  }

  /** Whether nothing has to be waited for. */
  get isRead(): boolean {
    return this.reads !== null;
  }

  /** What the file of a task holds; undefined for a file to be read in parts, or again to learn what is wrong. */
  bytesOf(task: Task): Uint8Array | undefined {
    return this.reads?.[this.tasks.indexOf(task)];
  }
}
