/** Saves files and reports progress and result. */
import { signal } from '@preact/signals';
import { formatBytes } from '../base/format.ts';
import { save } from '../base/save.ts';
import type { Exported, ExportFormat } from '../engine/generated.ts';
import { exportBlob, hashing, rules, summarize } from '../engine/session.ts';

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

async function keep(file: string, write: () => Promise<Blob>): Promise<void> {
  saving.value = { file, done: '' };
  try {
    const blob = await write();
    save(blob, file);
    notice.value = { text: `Saved ${file} (${formatBytes(blob.size)})`, error: false };
  } catch (error) {
    notice.value = {
      text: `${file} could not be written: ${error instanceof Error ? error.message : error}`,
      error: true,
    };
  } finally {
    saving.value = null;
  }
}
