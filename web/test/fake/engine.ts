/**
 * A stand-in for the WebAssembly core, for looking at the page before or without it. Reads newline-delimited delivery
 * JSON the simple way. Never shipped. A file called `rows-<n>.fake` stands for n rows made up as they are asked for.
 */
import type { Engine, Reader, Task } from '../../src/engine/core.ts';
import type {
  Answer,
  Event,
  Export,
  Filter,
  Input,
  Problem,
  Progress,
  Question,
  Table,
} from '../../src/engine/generated.ts';

import { count, histogram, type Row, toRow, value } from './rows.ts';

declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

type Source = { number: number; input: Input; file: File };

const SILVER = [
  'event_time',
  'event_date',
  'date_time',
  'service_name',
  'action_name',
  'audit_level',
  'account_id',
  'workspace_id',
  'email',
  'subject_name',
  'run_by',
  'run_as',
  'source_ip_address',
  'source_port',
  'user_agent',
  'session_id',
  'request_id',
  'event_id',
  'status_code',
  'outcome',
  'error_message',
  'result',
  'flattened',
  'format',
  'input',
  'record',
];
const BOARDS = [
  'service_name',
  'action_name',
  'email',
  'source_ip_address',
  'outcome',
  'workspace_id',
  'user_agent',
  'format',
];

/** Steps that a file takes whose name begins with `slow`, each as long as this. */
const PAUSES = 60;
const PAUSE_MS = 60;

/** Hands the bytes of a file over as they are. */
class FakeReader implements Reader {
  private paused = 0;
  private done = true;
  private task: Task | null = null;
  private file: File | null = null;

  begin(task: Task, file: File): void {
    Object.assign(this, { paused: 0, done: false, task, file });
  }

  readOn(): Uint8Array<ArrayBuffer> | undefined {
    if (!this.task || !this.file || this.done) return undefined;
    if (this.file.name.startsWith('trap'))
      throw new WebAssembly.RuntimeError(`unreachable in ${this.task.path}`);
    if (this.file.name.startsWith('slow') && this.paused++ < PAUSES) {
      const until = Date.now() + PAUSE_MS;
      while (Date.now() < until);
      return new Uint8Array();
    }
    this.done = true;
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(this.file));
  }

  isDone(): boolean {
    return this.done;
  }

  free(): void {}
}

class FakeEngine implements Engine {
  private readonly sources: Source[] = [];
  private readonly rows: Row[] = [];
  private readonly seen = new Map<string, number>();
  private readonly problems: Problem[] = [];
  private readonly duplicates: {
    input: number;
    record: number;
    offset: number;
    length: number;
    of: number;
  }[] = [];
  private readonly skipped: { path: string; reason: string }[] = [];
  private readonly inputOf = new Map<number, number>();
  private files = 0;
  private made = 0;
  private next = 0;
  private reader: { task: Task; reader: FakeReader } | null = null;
  private exported: Uint8Array<ArrayBuffer>[] = [];

  open(path: string, file: File): number {
    this.files += 1;
    if (/(^|\/)_SUCCESS$/.test(path)) {
      this.skipped.push({ path, reason: 'marker of a Spark job' });
      return this.files - 1;
    }
    const index = this.sources.length;
    this.inputOf.set(this.files - 1, index);
    const input: Input = {
      index,
      path,
      bytes: file.size,
      bytesRead: 0,
      sha256: null,
      container: 'json',
      formats: {},
      wrappers: {},
      records: 0,
      events: 0,
      duplicates: 0,
      problems: 0,
      warnings: 0,
      conflicts: 0,
      state: 'waiting',
    };
    this.sources.push({ number: this.files - 1, input, file });
    return this.files - 1;
  }

  nextTask(): Task | undefined {
    const source = this.sources[this.next];
    if (!source) return undefined;
    this.next += 1;
    source.input.state = 'reading';
    return { id: source.input.index, file: source.number, isShort: true, path: source.input.path };
  }

  nextOwnTask(): Task | undefined {
    return this.nextTask();
  }

  begin(task: Task): void {
    const source = this.sources[task.id];
    const reader = new FakeReader();
    if (source) reader.begin(task, source.file);
    this.reader = source ? { task, reader } : null;
  }

  readOn(): boolean {
    if (!this.reader) return false;
    const { task, reader } = this.reader;
    const block = reader.readOn();
    if (block) this.take(task.id, block);
    if (reader.isDone()) this.reader = null;
    return this.reader !== null;
  }

  take(task: number, block: Uint8Array): void {
    const source = this.sources[task];
    if (source?.input.state !== 'reading') return;
    const { input, file } = source;
    if (block.length === 0 && file.size > 0) {
      input.bytesRead = Math.min(input.bytes - 1, input.bytesRead + Math.ceil(input.bytes / PAUSES));
      return;
    }
    const many = /^rows-(\d+)\.fake$/.exec(file.name);
    if (many) this.made += Number(many[1]);
    else this.read(input, block);
    input.bytesRead = input.bytes;
    input.state = 'complete';
  }

  free(): void {}

  isWanted(task: number): boolean {
    return this.sources[task]?.input.state === 'reading';
  }

  mayGoOn(): boolean {
    return true;
  }

  private read(input: Input, bytes: Uint8Array): void {
    const decoder = new TextDecoder();
    let start = 0;
    let record = 0;
    for (let at = 0; at <= bytes.length; at += 1) {
      if (at < bytes.length && bytes[at] !== 10) continue;
      const line = decoder.decode(bytes.subarray(start, at));
      if (line.trim()) this.record(input, ++record, start, at - start, line);
      start = at + 1;
    }
    if (record === 0) {
      input.records = input.problems = 1;
      this.problems.push({
        input: input.index,
        path: input.path,
        record: 1,
        part: null,
        offset: 0,
        length: 0,
        kind: 'empty',
        message: 'the file is empty',
      });
    }
  }

  private record(input: Input, record: number, offset: number, length: number, line: string): void {
    input.records += 1;
    const held = this.seen.get(line);
    if (held !== undefined) {
      input.duplicates += 1;
      this.duplicates.push({ input: input.index, record, offset, length, of: held });
      return;
    }
    try {
      const row = toRow(JSON.parse(line), input, record, offset, length);
      this.seen.set(line, this.rows.length);
      this.rows.push(row);
      input.events += 1;
      input.formats.databricks_delivery = (input.formats.databricks_delivery ?? 0) + 1;
    } catch (error) {
      input.problems += 1;
      this.problems.push({
        input: input.index,
        path: input.path,
        record,
        part: null,
        offset,
        length,
        kind: 'invalid_json',
        message: String(error),
      });
    }
  }

  cancel(): void {
    for (const { input } of this.sources)
      if (input.state === 'waiting' || input.state === 'reading') input.state = 'cancelled';
    this.next = this.sources.length;
    this.reader = null;
  }

  progress(): Progress {
    const inputs = this.sources.map(({ input }) => input);
    const sum = (of: (input: Input) => number): number => inputs.reduce((all, input) => all + of(input), 0);
    return {
      bytesTotal: sum((i) => i.bytes),
      bytesRead: sum((i) => i.bytesRead),
      inputs: inputs.length,
      inputsDone: inputs.filter((i) => i.state !== 'waiting' && i.state !== 'reading').length,
      current: inputs[this.next]?.path ?? null,
      records: sum((i) => i.records),
      events: this.rows.length + this.made,
      duplicates: this.duplicates.length,
      problems: this.problems.length,
      memoryBytes: this.rows.length * 230,
      takenBytes: this.rows.length * 300,
      limitBytes: 2 ** 32,
      full: false,
      done: this.next >= inputs.length,
    };
  }

  ask(question: Question): Answer {
    switch (question.ask) {
      case 'contents':
        return {
          totals: this.totals(),
          services: count(this.rows, 'service_name').map(({ value, events }) => ({
            service: value ?? '',
            events,
          })),
          inputs: this.sources.length,
          notices: [],
          principals: count(this.rows, 'email').length,
          memoryBytes: this.rows.length * 230,
        };
      case 'overview': {
        const rows = this.select(question.filter);
        const distinct = (column: string): number =>
          count(rows, column).filter(({ value }) => value !== null).length;
        const outcomes = (name: string): number => rows.filter((row) => row.cells.outcome === name).length;
        return {
          totals: this.totals(),
          figures: {
            events: rows.length,
            principals: distinct('email'),
            services: distinct('service_name'),
            denied: outcomes('denied'),
            failures: outcomes('failure'),
            sourceAddresses: distinct('source_ip_address'),
            workspaces: distinct('workspace_id'),
            undated: 0,
            firstMs: null,
            lastMs: null,
          },
          histogram: histogram(
            this.select({ ...question.filter, time: null }),
            question.bins,
            (row) => row.cells[question.stack] ?? '',
          ),
          leaderboards: BOARDS.map((column) => {
            const all = count(
              this.select({
                ...question.filter,
                terms: question.filter.terms.filter((term) => term.column !== column),
              }),
              column,
            );
            const named = question.filter.terms
              .filter((term) => term.column === column)
              .flatMap((term) => term.values);
            const leaders = all.map((leader) => ({ ...leader, chosen: named.includes(leader.value) }));
            return {
              column,
              distinct: all.length,
              leaders: leaders.filter((leader, at) => at < question.leaders || leader.chosen),
            };
          }),
        };
      }
      case 'gold': {
        const frame = this.rows.filter((row) => row.cells.service_name === question.service);
        const rows = this.select(question.filter).filter(
          (row) => row.cells.service_name === question.service,
        );
        const keys = [...new Set(frame.flatMap((row) => Object.keys(row.params)))].sort();
        return {
          service: question.service,
          rows: frame.length,
          selected: rows.length,
          keys: keys.map((key) => {
            const values = count(rows, `requestParams.${key}`).filter(({ value }) => value !== null);
            return {
              column: `requestParams.${key}`,
              filled: values.reduce((all, { events }) => all + events, 0),
              distinct: values.length,
              top: values.slice(0, 5),
              firstInput: this.sources[0]?.input.path ?? '',
            };
          }),
          actions: count(rows, 'action_name'),
        };
      }
      case 'rows': {
        const { rows, columns, available } = this.table(question.table);
        const total = rows.length + (question.table.service === null ? this.made : 0);
        const window = [];
        for (let at = question.start; at < Math.min(question.start + question.count, total); at += 1) {
          const row = rows[at];
          window.push(
            row
              ? { row: this.rows.indexOf(row), cells: columns.map((column) => value(row, column)) }
              : {
                  row: at,
                  cells: columns.map((column) => (column === 'record' ? String(at + 1) : `made ${at}`)),
                },
          );
        }
        return { total, start: question.start, available, columns, rows: window };
      }
      case 'event':
        return this.event(question.row);
      case 'raw':
        return { text: this.text(question.input, question.offset, question.length), error: null };
      case 'clusters': {
        const rows = this.select(question.filter).filter(
          (row) => row.cells.service_name === 'clusters' && row.cells.action_name === 'create',
        );
        const jobs = new Map<string, { created: number; userIds: string[] }>();
        for (const { params } of rows) {
          const job = /^job-(\d+)-run-\d+$/.exec(params.cluster_name ?? '')?.[1];
          if (!job) continue;
          const held = jobs.get(job) ?? { created: 0, userIds: [] };
          held.created += 1;
          if (params.user_id && !held.userIds.includes(params.user_id)) held.userIds.push(params.user_id);
          jobs.set(job, held);
        }
        return {
          created: rows.length,
          perDay: count(rows, 'event_date')
            .map(({ value: date, events }) => ({ date: date ?? '', events }))
            .sort((a, b) => (a.date < b.date ? -1 : 1)),
          byCreator: count(rows, 'requestParams.cluster_creator'),
          perJob: [...jobs].map(([jobId, job]) => ({ jobId, ...job })),
          withoutAutotermination: rows
            .filter(({ params }) => params.autotermination_minutes === '0' && !params.cluster_creator)
            .map((row) => ({
              row: this.rows.indexOf(row),
              createdMs: row.ms,
              email: row.cells.email ?? null,
              clusterName: row.params.cluster_name ?? null,
              clusterId: /cluster_id":"([^"]+)/.exec(row.cells.result ?? '')?.[1] ?? null,
            })),
        };
      }
      case 'accounts': {
        const rows = this.select(question.filter).filter(
          (row) => row.cells.service_name === 'accounts' && /login$/i.test(row.cells.action_name ?? ''),
        );
        const failed = rows.filter(
          (row) => row.cells.outcome === 'denied' || row.cells.outcome === 'failure',
        );
        return {
          logins: rows.length,
          failed: failed.length,
          histogram: histogram(rows, question.bins, (row) => (failed.includes(row) ? 'failed' : 'succeeded')),
          byUser: count(rows, 'email').map(({ value: user, events }) => ({
            user,
            logins: events,
            failed: failed.filter((row) => row.cells.email === user).length,
            lastMs: rows.find((row) => row.cells.email === user)?.ms ?? null,
          })),
          byAction: count(rows, 'action_name'),
          failedByAddress: count(failed, 'source_ip_address'),
        };
      }
      case 'inputs':
        return { inputs: this.sources.map(({ input }) => ({ ...input })), skipped: [...this.skipped] };
      case 'problems':
        return {
          total: this.problems.length,
          start: question.start,
          problems: this.problems.slice(question.start, question.start + question.count),
        };
      case 'duplicates':
        return {
          total: this.duplicates.length,
          start: question.start,
          duplicates: this.duplicates
            .slice(question.start, question.start + question.count)
            .map(({ input, record, offset, length, of }) => ({
              input,
              path: this.sources[input]?.input.path ?? '',
              record,
              part: null,
              offset,
              length,
              ofRow: of,
              ofPath: this.sources[this.rows[of]?.input ?? 0]?.input.path ?? '',
              ofRecord: Number(this.rows[of]?.cells.record),
            })),
        };
      case 'warnings':
        return { total: 0, start: 0, warnings: [] };
      case 'conflicts':
        return { total: 0, start: 0, conflicts: [] };
      case 'summary':
        return {
          touchstone: 'fake',
          inputs: [],
          totals: this.totals(),
          beside: { warnings: 0, conflicts: 0 },
          time: { first: null, last: null },
          silver: { rows: this.rows.length },
          gold: {},
          principals: [],
          findings: [],
          problems: [],
          warnings: [],
          conflicts: [],
          notices: [],
        };
    }
  }

  setSha256(file: number, hex: string): void {
    const source = this.sources[this.inputOf.get(file) ?? -1];
    if (source) source.input.sha256 = hex;
  }

  beginExport(spec: Export): void {
    const rows = spec.what.kind === 'table' ? this.table(spec.what.table).rows : [];
    this.exported = rows.map((row) => new TextEncoder().encode(`${JSON.stringify(row.cells)}\n`));
  }

  nextExportChunk(): Uint8Array<ArrayBuffer> | undefined {
    return this.exported.shift();
  }

  private totals(): {
    records: number;
    events: number;
    duplicates: number;
    problems: number;
    warnings: number;
    conflicts: number;
    silverRows: number;
    goldRows: number;
    reconciled: boolean;
  } {
    const { records, events, duplicates, problems } = this.progress();
    return {
      records,
      events,
      duplicates,
      problems,
      warnings: 0,
      conflicts: 0,
      silverRows: events,
      goldRows: events,
      reconciled: records === events + duplicates + problems,
    };
  }

  private select({ terms, time }: Filter): Row[] {
    return this.rows.filter(
      (row) =>
        (!time || (row.ms >= time.fromMs && row.ms < time.untilMs)) &&
        terms.every((term) => term.values.includes(value(row, term.column)) !== term.exclude),
    );
  }

  private table({ service, filter, columns, sort }: Table): {
    rows: Row[];
    columns: string[];
    available: string[];
  } {
    const frame =
      service === null ? this.rows : this.rows.filter((row) => row.cells.service_name === service);
    const keys = service === null ? [] : [...new Set(frame.flatMap((row) => Object.keys(row.params)))].sort();
    const available = [
      ...(service === null ? SILVER : SILVER.filter((column) => column !== 'flattened')),
      ...keys.map((key) => `requestParams.${key}`),
    ];
    const unknown = columns.find((column) => !available.includes(column));
    if (unknown) throw new Error(`no column ${unknown}`);
    const rows = this.select(filter).filter((row) => frame.includes(row));
    const by = sort?.column ?? 'event_time';
    rows.sort((a, b) => {
      const [x, y] = [value(a, by), value(b, by)];
      if (x === y) return 0;
      if (x === null || y === null) return x === null ? 1 : -1;
      return (x < y ? -1 : 1) * (sort?.descending ? -1 : 1);
    });
    return { rows, columns: columns.length > 0 ? columns : available, available };
  }

  private event(index: number): Event {
    const row = this.rows[index];
    if (!row) throw new Error(`there is no row ${index}`);
    const source = this.sources[row.input];
    return {
      row: index,
      fields: SILVER.map((name) => ({ name, value: row.cells[name] ?? null })),
      requestParams: Object.entries(row.params).map(([name, text]) => ({ name, value: text })),
      location: {
        input: row.input,
        path: source?.input.path ?? '',
        record: Number(row.cells.record),
        part: null,
        offset: row.offset,
        length: row.length,
      },
      raw: { text: this.text(row.input, row.offset, row.length), error: null },
    };
  }

  private text(input: number, offset: number, length: number): string {
    const file = this.sources[input]?.file.slice(offset, offset + length);
    return file ? new TextDecoder().decode(new FileReaderSync().readAsArrayBuffer(file)) : '';
  }
}

class FakeDigest {
  private sum = 0;
  update(bytes: Uint8Array): void {
    for (const byte of bytes) this.sum = (this.sum * 31 + byte) >>> 0;
  }
  finish(): string {
    return this.sum.toString(16).padStart(64, '0');
  }
}

Object.assign(globalThis, {
  wasm_bindgen: Object.assign(async () => {}, { Engine: FakeEngine, Reader: FakeReader, Digest: FakeDigest }),
});
