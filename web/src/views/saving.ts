/** Saves files and reports progress and result. */
import { signal } from '@preact/signals';
import { formatBytes } from '../base/format.ts';
import { save } from '../base/save.ts';
import type { Exported, ExportFormat, Filter } from '../engine/generated.ts';
import { exportBlob, exportHashed, hashing, rules, summarize } from '../engine/session.ts';

/** A message that disappears by itself; errors stay until closed. */
export const notice = signal<{ text: string; error: boolean } | null>(null);

/** The file being written. */
export const saving = signal<{ file: string; done: string } | null>(null);

/** File formats and their names in menus. */
export const FILE_FORMATS: [ExportFormat, string][] = [
  ['parquet', 'Parquet'],
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
  ['raw', 'Original records'],
];

/** How findings are written. */
export type FindingsForm = {
  format: ExportFormat;
  name: string;
  /** The file's extension. */
  ending: string;
  /** What it is for. */
  hint: string;
  /** Whether it has a place for what the findings rest on; otherwise that is a file beside it. */
  hasBasis: boolean;
};

/** The forms of findings in menus: rows of a title and its forms. */
export const FINDINGS_FORMS: [title: string, forms: FindingsForm[]][] = [
  [
    'Table',
    [
      { format: 'parquet', name: 'Parquet', ending: '.parquet', hint: 'A row per finding', hasBasis: true },
      { format: 'csv', name: 'CSV', ending: '.csv', hint: 'A row per finding', hasBasis: false },
      { format: 'ndjson', name: 'NDJSON', ending: '.ndjson', hint: 'An object per finding', hasBasis: false },
    ],
  ],
  [
    'For other tools',
    [
      { format: 'sarif', name: 'SARIF', ending: '.sarif', hint: 'SARIF 2.1.0', hasBasis: true },
      {
        format: 'ocsf',
        name: 'OCSF',
        ending: '.ocsf.ndjson',
        hint: 'Detection Findings of OCSF 1.9.0, one per line',
        hasBasis: false,
      },
      {
        format: 'timesketch',
        name: 'Timesketch',
        ending: '.timesketch.jsonl',
        hint: 'A line for each event of each finding',
        hasBasis: false,
      },
    ],
  ],
];

/** The file extension. Raw records of a table are JSON, one per line; problems may have any content. */
function ending(what: Exported, format: ExportFormat): string {
  if (format !== 'raw') return `.${format}`;
  return what.kind === 'table' ? '-raw.ndjson' : '-raw.txt';
}

/** Writes an export and saves it as `file` with the extension of its format. */
export function saveExport(what: Exported, format: ExportFormat, file: string): Promise<void> {
  const name = `${file}${ending(what, format)}`;
  return keep(name, () =>
    exportBlob({ what, format }, (bytes) => {
      saving.value = { file: name, done: formatBytes(bytes) };
    }),
  );
}

/** Saves the findings under a filter, and what they rest on. */
export function saveFindings(filter: Filter, { format, ending, hasBasis }: FindingsForm): Promise<void> {
  const file = `touchstone-findings${ending}`;
  const write = (name: string, of: ExportFormat) => () => {
    if (hashing.value > 0) saving.value = { file: name, done: 'waiting for the hashes' };
    return exportHashed({ what: { kind: 'findings', filter }, format: of }, (bytes) => {
      saving.value = { file: name, done: formatBytes(bytes) };
    });
  };
  const basis = `${file}.basis.json`;
  return keep(file, write(file, format), hasBasis ? null : { file: basis, write: write(basis, 'basis') });
}

/** Saves the summary that `touchstone analyze --json` prints. */
export function saveSummary(): Promise<void> {
  return keep('touchstone-summary.json', async () => {
    if (hashing.value > 0) saving.value = { file: 'touchstone-summary.json', done: 'waiting for the hashes' };
    const text = `${JSON.stringify(await summarize(), null, 2)}\n`;
    return new Blob([text], { type: 'application/json' });
  });
}

/** Saves the tuning, as `touchstone analyze --tuning` takes it. */
export function saveTuning(): Promise<void> {
  const text = rules.value?.tuning ?? '';
  return keep('touchstone-tuning.yml', () => Promise.resolve(new Blob([text], { type: 'application/yaml' })));
}

type Kept = { file: string; write(): Promise<Blob> };

/** Saves a file, and one beside it that says what it rests on. */
async function keep(file: string, write: () => Promise<Blob>, beside: Kept | null = null): Promise<void> {
  saving.value = { file, done: '' };
  try {
    const blob = await write();
    const other = beside ? await beside.write() : null;
    save(blob, file);
    if (beside && other) save(other, beside.file);
    const more = beside ? `, and with it ${beside.file}: its rules, their tuning and the inputs` : '';
    notice.value = { text: `Saved ${file} (${formatBytes(blob.size)})${more}`, error: false };
  } catch (error) {
    notice.value = {
      text: `${file} could not be written: ${error instanceof Error ? error.message : error}`,
      error: true,
    };
  } finally {
    saving.value = null;
  }
}
