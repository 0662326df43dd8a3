/** Checks a bundle: by itself, and against files that are loaded. */
import type { Engine, Verifier } from '../engine/core.ts';
import type { BundleChecked, FileAtHand, FilesMatched } from '../engine/evidence/generated.ts';
import { core, post } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';

/** Interval of progress messages. */
const REPORT_MS = 100;

/** The bundle that is checked. */
export class Verification {
  private verifier: Verifier | null = null;
  /** The comparison that is under way, and whether the bundle is being made again. */
  private job: { id: number; isBegun: boolean; reportedAt: number } | null = null;

  constructor(private readonly engine: Engine) {}

  /** Whether a comparison is under way. */
  get waiting(): boolean {
    return this.job !== null;
  }

  /** Takes a bundle and checks it by itself. */
  check(bundle: File): BundleChecked {
    this.verifier?.free();
    this.verifier = new core.Verifier(bytesOf(bundle));
    return this.verifier.checked();
  }

  /** Which files are those of the bundle. */
  files(atHand: FileAtHand[]): FilesMatched {
    return this.taken().files(atHand);
  }

  /** Queues the comparison with the files that are loaded. */
  compare(id: number): void {
    this.job = { id, isBegun: false, reportedAt: 0 };
  }

  /** Compares for some milliseconds. */
  compareSome(): void {
    if (!this.job) return;
    const { id } = this.job;
    try {
      if (!this.job.isBegun) this.engine.beginAgain(this.taken());
      this.job.isBegun = true;
      const faults = this.engine.compareOn(this.taken());
      if (faults === undefined) this.tell();
      else {
        this.job = null;
        post({ type: 'answered', id, answer: faults });
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.job = null;
      post({ type: 'refused', id, message: messageOf(error) });
    }
  }

  private taken(): Verifier {
    if (!this.verifier) throw new Error('no bundle was given');
    return this.verifier;
  }

  private tell(): void {
    const now = performance.now();
    if (!this.job || now - this.job.reportedAt < REPORT_MS) return;
    this.job.reportedAt = now;
    post({ type: 'exporting', id: this.job.id, file: '', bytes: 0, share: this.engine.exportShare() });
  }
}

/** Checks the signature of a bundle with a public key. */
export function checkSignature(bundle: File, signature: string, key: string): string {
  return core.checkSignature(bytesOf(bundle), signature, key);
}

function bytesOf(file: File): Uint8Array {
  return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file));
}
