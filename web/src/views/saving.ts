/** Saves files and reports progress and result. */
import { signal } from '@preact/signals';
import { formatBytes, formatShare } from '../base/format.ts';
import { save } from '../base/save.ts';
import { visible } from '../base/text.ts';
import { Cancelled, type Following, type SavedFile } from '../engine/client.ts';
import type {
  BundleAsked,
  BundleChecked,
  EvidenceExport,
  ReportAsked,
} from '../engine/evidence/generated.ts';
import type { Exported, ExportFormat, Filter } from '../engine/generated.ts';
import {
  exportFile,
  exportHashed,
  hashing,
  pseudonyms,
  rules,
  saveBundle,
  summarize,
  withPseudonyms,
  writeReport,
} from '../engine/session.ts';
import { record } from './evidence/log.ts';

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
};

/** The forms of findings in menus: rows of a title and its forms. */
export const FINDINGS_FORMS: [title: string, forms: FindingsForm[]][] = [
  [
    'Table',
    [
      { format: 'xlsx', name: 'Excel', hint: 'A row per finding, with the rules' },
      { format: 'parquet', name: 'Parquet', hint: 'A row per finding' },
      { format: 'csv', name: 'CSV', hint: 'A row per finding' },
      { format: 'ndjson', name: 'NDJSON', hint: 'An object per finding' },
    ],
  ],
  [
    'For other tools',
    [
      { format: 'sarif', name: 'SARIF', hint: 'SARIF 2.1.0' },
      {
        format: 'ocsf',
        name: 'OCSF',
        hint: 'Detection Findings of OCSF 1.9.0, one per line',
      },
      {
        format: 'timesketch',
        name: 'Timesketch',
        hint: 'A line for each event of each finding',
      },
    ],
  ],
];

/** Writes an export and saves it. */
export async function saveExport(what: Exported, format: ExportFormat): Promise<void> {
  await keep(said(what), (following) => exportHashed({ what, format }, following));
}

/** Writes control totals or a sample and saves them. */
export async function saveEvidenceTable(title: string, spec: EvidenceExport): Promise<void> {
  await keep(title, (following) => exportHashed(spec, following));
}

/** Saves the findings under a filter with what a case says of them, and what they rest on. */
export async function saveFindings(
  filter: Filter,
  { format }: FindingsForm,
  caseText: () => Promise<string | null>,
): Promise<void> {
  const what: Exported = { kind: 'findings', filter };
  await keep(said(what), async (following) => exportHashed({ what, format }, following, await caseText()));
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
  await keep(file, async () => {
    // Its texts are drawn by the page.
    if (pseudonyms.value !== null) throw new Error('pictures have no pseudonyms; stop using the key first');
    return { file, blob: await draw(), basis: null };
  });
}

function said(what: Exported): string {
  switch (what.kind) {
    case 'table':
      return what.table.service === null ? 'events' : `gold ${visible(what.table.service)}`;
    case 'shown':
      return visible(what.title);
    case 'findings':
      return 'the findings';
    default:
      return what.kind;
  }
}

/** Saves the summary that `touchstone analyze --json` prints. */
export async function saveSummary(): Promise<void> {
  const file = 'touchstone-summary.json';
  await keep(file, async () => {
    const text = `${await withPseudonyms(JSON.stringify(await summarize(), null, 2))}\n`;
    return { file, blob: new Blob([text], { type: 'application/json' }), basis: null };
  });
}

/** Makes a bundle of evidence and saves it; what is found of it, or null if it was not made. */
export async function saveEvidence(
  asked: Omit<BundleAsked, 'made'>,
): Promise<{ file: string; checked: BundleChecked } | null> {
  let made: { file: string; checked: BundleChecked } | null = null;
  await keep('the evidence', async (following) => {
    const saved = await saveBundle({ ...asked, made: new Date().toISOString() }, following);
    if (saved.checked) made = { file: saved.file, checked: saved.checked };
    return saved;
  });
  return made;
}

/** Makes a report and saves it. */
export function saveReport(asked: () => Promise<Omit<ReportAsked, 'made'>>): Promise<boolean> {
  return keep('the report', async (following) =>
    writeReport({ ...(await asked()), made: new Date().toISOString() }, following),
  );
}

/** Saves a text; whether it was saved. */
export function keepText(file: string, write: () => Promise<string>): Promise<boolean> {
  return keep(file, async () => {
    const blob = new Blob([await write()], { type: 'application/json' });
    return { file, blob, basis: null };
  });
}

/** Saves the tuning, as `touchstone analyze --tuning` takes it. */
export async function saveTuning(): Promise<void> {
  const file = 'touchstone-tuning.yml';
  const blob = new Blob([rules.value?.tuning ?? ''], { type: 'application/yaml' });
  await keep(file, () => Promise.resolve({ file, blob, basis: null }));
}

type Writing = (following: Following) => Promise<SavedFile>;

/** Saves a file, and the one beside it that says what it rests on. */
async function keep(name: string, write: Writing): Promise<boolean> {
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
    save(saved.blob, saved.file);
    let text = `Saved ${saved.file} (${formatBytes(saved.blob.size)})`;
    if (saved.basis) {
      const basis = `${saved.file}.basis.json`;
      save(saved.basis, basis);
      text += `, and with it ${basis}: what it rests on`;
    }
    const digest = saved.sha256 ?? (await sha256(saved.blob));
    record('exported', `${saved.file} (${saved.blob.size} bytes${digest ? `, SHA-256 ${digest}` : ''})`);
    notice.value = { text, error: false };
    return true;
  } catch (error) {
    notice.value =
      error instanceof Cancelled
        ? { text: `Cancelled: ${file} was not saved`, error: false }
        : { text: `${file} could not be written: ${messageOf(error)}`, error: true };
    return false;
  } finally {
    saving.value = null;
  }
}

/** The SHA-256 of what the page made itself; null where the browser computes none, as on a server without TLS. */
async function sha256(blob: Blob): Promise<string | null> {
  if (!globalThis.isSecureContext) return null;
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
