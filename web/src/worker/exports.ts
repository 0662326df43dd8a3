/** Writes exports and bundles one after another, chunk by chunk. */
import type { Digest, Engine } from '../engine/core.ts';
import type {
  BundleAsked,
  BundleChecked,
  EvidenceExport,
  ReportAsked,
} from '../engine/evidence/generated.ts';
import type { Export } from '../engine/generated.ts';
import { feed } from './digest.ts';
import { Evaluation, evaluationOfExport } from './evaluation.ts';
import { core, post } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';

/** Chunks are moved to a blob at this size, because blobs can live on disk and arrays cannot. */
const FOLD_BYTES = 32 * 1024 * 1024;

/** Interval of progress messages while nothing is written yet. */
const REPORT_MS = 100;

type Written = { type: string; begin(engine: Engine): string };

type Job = Written & {
  id: number;
  /** The evaluation of its filter, until done. */
  evaluation: Evaluation | null;
  /** The name of its file, once begun. */
  file: string | null;
  /** The file beside it that says what it rests on. */
  basis: Blob | null;
  /** Whether it is a bundle, and what is found of it once it is made. */
  bundle: boolean;
  checked: BundleChecked | null;
  /** Of the bytes so far. */
  digest: Digest;
  bytes: number;
  reportedAt: number;
  blobs: Blob[];
  pieces: Uint8Array<ArrayBuffer>[];
};

/** The queue of exports; the first is in progress. */
export class Exports {
  private readonly jobs: Job[] = [];

  constructor(private readonly engine: Engine) {}

  /** Whether there is anything to write. */
  get waiting(): boolean {
    return this.jobs.length > 0;
  }

  /** Queues an export. */
  add(id: number, spec: Export | EvidenceExport, caseText?: string): void {
    const begin = (engine: Engine): string =>
      'evidence' in spec ? engine.beginEvidenceExport(spec) : engine.beginExport(spec, caseText);
    const evaluation = evaluationOfExport(this.engine, id, spec);
    this.queue(id, { type: MEDIA_TYPES[spec.format], begin }, evaluation, false);
  }

  /** Queues a bundle. */
  addBundle(id: number, asked: BundleAsked): void {
    const begin = (engine: Engine): string => engine.beginBundle(asked);
    const evaluation = new Evaluation(this.engine, id, asked.filter, true);
    this.queue(id, { type: 'application/zip', begin }, evaluation, true);
  }

  /** Queues a report. */
  addReport(id: number, asked: ReportAsked): void {
    const begin = (engine: Engine): string => engine.beginReport(asked);
    const evaluation = new Evaluation(this.engine, id, asked.filter, true);
    const type = asked.form === 'html' ? 'text/html' : MEDIA_TYPES.xlsx;
    this.queue(id, { type, begin }, evaluation, false);
  }

  private queue(id: number, written: Written, evaluation: Evaluation | null, bundle: boolean): void {
    const nothing = {
      file: null,
      basis: null,
      checked: null,
      digest: new core.Digest(),
      bytes: 0,
      reportedAt: 0,
      blobs: [],
      pieces: [],
    };
    this.jobs.push({ ...written, ...nothing, id, evaluation, bundle });
  }

  /** Gives an export up. */
  cancel(id: number): void {
    const at = this.jobs.findIndex((job) => job.id === id);
    const [job] = at < 0 ? [] : this.jobs.splice(at, 1);
    if (job?.file) this.engine.dropExport();
  }

  /** Writes the next chunk of the first export, or sends the file. */
  writeSome(): void {
    const [job] = this.jobs;
    if (!job) return;
    try {
      if (job.evaluation && !job.evaluation.step()) return;
      job.evaluation = null;
      job.file ??= this.begin(job);
      const piece = this.engine.nextExportChunk();
      if (piece) this.keep(job, job.file, piece);
      else this.finish(job, job.file);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.jobs.shift();
      this.engine.dropExport();
      post({ type: 'refused', id: job.id, message: messageOf(error) });
    }
  }

  private begin(job: Job): string {
    const file = job.begin(this.engine);
    const basis = this.engine.exportBasis();
    if (basis) job.basis = new Blob([basis], { type: MEDIA_TYPES.basis });
    return file;
  }

  private keep(job: Job, file: string, piece: Uint8Array<ArrayBuffer>): void {
    const now = performance.now();
    if (piece.length === 0 && now - job.reportedAt < REPORT_MS) return;
    job.reportedAt = now;
    feed(job.digest, piece);
    if (piece.length > 0) job.pieces.push(piece);
    if (piece.length > 0 && job.bundle) job.checked = check(piece);
    job.bytes += piece.length;
    if (job.bytes > (job.blobs.length + 1) * FOLD_BYTES) job.blobs.push(new Blob(job.pieces.splice(0)));
    post({ type: 'exporting', id: job.id, file, bytes: job.bytes, share: this.engine.exportShare() });
  }

  private finish(job: Job, file: string): void {
    this.jobs.shift();
    const { id, basis, checked } = job;
    const blob = new Blob([...job.blobs, ...job.pieces], { type: job.type });
    post({ type: 'exported', id, file, blob, basis, checked, sha256: job.digest.finish() });
  }
}

/** Checks a bundle that was just made, which comes in one piece. */
function check(bundle: Uint8Array<ArrayBuffer>): BundleChecked {
  const verifier = new core.Verifier(bundle);
  const checked = verifier.checked();
  verifier.free();
  const [fault] = checked.faults;
  if (fault)
    throw new Error(`the bundle does not hold together: ${fault.member ?? 'the bundle'}: ${fault.message}`);
  return checked;
}

const MEDIA_TYPES: Record<Export['format'], string> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  // Records may have any encoding, or not be text at all.
  raw: 'application/octet-stream',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  markdown: 'text/markdown',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  sarif: 'application/sarif+json',
  ocsf: 'application/x-ndjson',
  timesketch: 'application/x-ndjson',
  basis: 'application/json',
};
