/** Writes exports one after another, chunk by chunk. */
import type { Engine } from '../engine/core.ts';
import type { Export } from '../engine/generated.ts';
import { type Evaluation, evaluationOfExport } from './evaluation.ts';
import { post } from './scope.ts';
import { isRefusal, messageOf } from './trap.ts';

/** Chunks are moved to a blob at this size, because blobs can live on disk and arrays cannot. */
const FOLD_BYTES = 32 * 1024 * 1024;

type Job = {
  id: number;
  spec: Export;
  /** The evaluation of its filter, until done. */
  evaluation: Evaluation | null;
  /** The name of its file, once begun. */
  file: string | null;
  bytes: number;
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
  add(id: number, spec: Export): void {
    const evaluation = evaluationOfExport(this.engine, id, spec);
    this.jobs.push({ id, spec, evaluation, file: null, bytes: 0, blobs: [], pieces: [] });
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
      job.file ??= this.engine.beginExport(job.spec);
      const piece = this.engine.nextExportChunk();
      if (piece) this.keep(job, job.file, piece);
      else this.finish(job, job.file);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.jobs.shift();
      post({ type: 'refused', id: job.id, message: messageOf(error) });
    }
  }

  private keep(job: Job, file: string, piece: Uint8Array<ArrayBuffer>): void {
    if (piece.length === 0) return;
    job.pieces.push(piece);
    job.bytes += piece.length;
    if (job.bytes > (job.blobs.length + 1) * FOLD_BYTES) job.blobs.push(new Blob(job.pieces.splice(0)));
    post({ type: 'exporting', id: job.id, file, bytes: job.bytes, share: this.engine.exportShare() });
  }

  private finish(job: Job, file: string): void {
    this.jobs.shift();
    const blob = new Blob([...job.blobs, ...job.pieces], { type: MEDIA_TYPES[job.spec.format] });
    post({ type: 'exported', id: job.id, file, blob });
  }
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
