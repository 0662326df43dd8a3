/** Saves files and reports progress and result. */
import { signal } from '@preact/signals';
import { formatBytes, formatShare } from '../base/format.ts';
import { save } from '../base/save.ts';
import { visible } from '../base/text.ts';
import { Cancelled, type Following, type SavedFile } from '../engine/client.ts';
import type { Exported, ExportFormat, Filter } from '../engine/generated.ts';
import { exportFile, exportHashed, hashing, rules, summarize } from '../engine/session.ts';

/** A message that disappears by itself; errors, and what can be taken back by `undo`, stay until closed. */
export const notice = signal<{ text: string; error: boolean; undo?(): void } | null>(null);

/** The file being written: its name, or words for it until that is known; `cancel` gives it up. */
export const saving = signal<{ file: string; done: string; cancel?(): void } | null>(null);

/** File formats and their names in menus. */
export const FILE_FORMATS: [ExportFormat, string][] = [
  ['xlsx', 'Excel'],
  ['csv', 'CSV'],
  ['parquet', 'Parquet'],
  ['ndjson', 'NDJSON'],
  ['markdown', 'Markdown'],
  ['raw', 'Original records'],
];

/** Those of what is shown of an answer. */
export const SHOWN_FORMATS: [ExportFormat, string][] = FILE_FORMATS.filter(
  ([format]) => format !== 'parquet' && format !== 'raw',
);

/** What is copied to the clipboard. */
export const COPY_FORMATS: [ExportFormat, string][] = [
  ['tsv', 'TSV'],
  ['markdown', 'Markdown'],
  ['json', 'JSON'],
];

/** How findings are written. */
export type FindingsForm = {
  format: ExportFormat;
  name: string;
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
      { format: 'xlsx', name: 'Excel', hint: 'A row per finding, with the rules', hasBasis: true },
      { format: 'parquet', name: 'Parquet', hint: 'A row per finding', hasBasis: true },
      { format: 'csv', name: 'CSV', hint: 'A row per finding', hasBasis: false },
      { format: 'ndjson', name: 'NDJSON', hint: 'An object per finding', hasBasis: false },
    ],
  ],
  [
    'For other tools',
    [
      { format: 'sarif', name: 'SARIF', hint: 'SARIF 2.1.0', hasBasis: true },
      {
        format: 'ocsf',
        name: 'OCSF',
        hint: 'Detection Findings of OCSF 1.9.0, one per line',
        hasBasis: false,
      },
      {
        format: 'timesketch',
        name: 'Timesketch',
        hint: 'A line for each event of each finding',
        hasBasis: false,
      },
    ],
  ],
];

/** Writes an export and saves it. */
export function saveExport(what: Exported, format: ExportFormat): Promise<void> {
  const write = format === 'xlsx' ? exportHashed : exportFile;
  return keep(said(what), (following) => write({ what, format }, following));
}

/** Saves the findings under a filter, and what they rest on. */
export function saveFindings(filter: Filter, { format, hasBasis }: FindingsForm): Promise<void> {
  const what: Exported = { kind: 'findings', filter };
  return keep(
    'the findings',
    (following) => exportHashed({ what, format }, following),
    hasBasis ? null : (following) => exportHashed({ what, format: 'basis' }, following),
  );
}

/** Copies an export to the clipboard. */
export async function copyExport(what: Exported, format: ExportFormat): Promise<void> {
  try {
    const following = { exporting: () => {}, signal: new AbortController().signal };
    const { blob } = await exportFile({ what, format }, following);
    const text = await blob.text();
    await navigator.clipboard.writeText(text);
    notice.value = { text: `Copied ${said(what)} (${formatBytes(blob.size)})`, error: false };
  } catch (error) {
    notice.value = { text: `${said(what)} could not be copied: ${messageOf(error)}`, error: true };
  }
}

/** Saves a picture that the page has drawn. */
export async function savePicture(file: string, draw: () => Promise<Blob>): Promise<void> {
  await keep(file, async () => ({ file, blob: await draw() }));
}

function said(what: Exported): string {
  switch (what.kind) {
    case 'table':
      return what.table.service === null ? 'events' : `gold ${visible(what.table.service)}`;
    case 'shown':
      return visible(what.title);
    default:
      return what.kind;
  }
}

/** Saves the summary that `touchstone analyze --json` prints. */
export function saveSummary(): Promise<void> {
  const file = 'touchstone-summary.json';
  return keep(file, async () => {
    const text = `${JSON.stringify(await summarize(), null, 2)}\n`;
    return { file, blob: new Blob([text], { type: 'application/json' }) };
  });
}

/** Saves the tuning, as `touchstone analyze --tuning` takes it. */
export function saveTuning(): Promise<void> {
  const file = 'touchstone-tuning.yml';
  const blob = new Blob([rules.value?.tuning ?? ''], { type: 'application/yaml' });
  return keep(file, () => Promise.resolve({ file, blob }));
}

type Writing = (following: Following) => Promise<SavedFile>;

/** Saves a file, and one beside it that says what it rests on. */
async function keep(name: string, write: Writing, beside: Writing | null = null): Promise<void> {
  const abort = new AbortController();
  const cancel = (): void => abort.abort();
  let file = name;
  const tell = (done: string): void => {
    saving.value = { file, done, cancel };
  };
  const following: Following = {
    exporting: (at) => {
      file = at.file;
      tell(`${formatBytes(at.bytes)}, ${formatShare(at.share, 1)}`);
    },
    signal: abort.signal,
  };
  tell(hashing.value > 0 ? 'waiting for the hashes' : '');
  try {
    const saved = await write(following);
    const other = beside ? await beside(following) : null;
    save(saved.blob, saved.file);
    let text = `Saved ${saved.file} (${formatBytes(saved.blob.size)})`;
    if (other) {
      const basis = `${saved.file}.basis.json`;
      save(other.blob, basis);
      text += `, and with it ${basis}: its rules, their tuning and the inputs`;
    }
    notice.value = { text, error: false };
  } catch (error) {
    notice.value =
      error instanceof Cancelled
        ? { text: `Cancelled: ${file} was not saved`, error: false }
        : { text: `${file} could not be written: ${messageOf(error)}`, error: true };
  } finally {
    saving.value = null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
