/** How files come in: chosen, dropped, or the embedded sample. */
import { unpackBlock } from '../base/blocks.ts';
import {
  type Entry,
  entryTree,
  type Gathered,
  gather,
  type Handle,
  handleTree,
  type Tree,
  walk,
} from '../base/folder.ts';
import { addFiles } from '../engine/session.ts';
import { address, go, viewAddress } from './desk.ts';

/** The two file inputs, which stand in the header whatever the view. */
export const FILES_ID = 'choose-files';
export const FOLDER_ID = 'choose-folder';

/** Opens the browser's dialogue for files. */
export function chooseFiles(): void {
  document.getElementById(FILES_ID)?.click();
}

/** Opens the browser's dialogue for a folder. */
export function chooseFolder(): void {
  document.getElementById(FOLDER_ID)?.click();
}

/** Takes what a file input holds, and empties it, so that the same file can be chosen again. */
export function takeInput(input: HTMLInputElement): void {
  const files = [...(input.files ?? [])].map((file) => ({
    path: file.webkitRelativePath || file.name,
    file,
  }));
  input.value = '';
  if (files.length > 0) take(gather(files));
}

/** Takes a drop. Everything must be asked of it before the event ends, for then the browser empties it. */
export function takeDrop(data: DataTransfer): void {
  const dropped = [...data.items].filter(({ kind }) => kind === 'file').map(treeOf);
  void Promise.all(dropped)
    .then((trees) => walk(trees.filter((tree) => tree !== null)))
    .then(take);
}

/** What an item of a drop holds. A file is had at once; of a folder there are two interfaces, and each fails somewhere. */
function treeOf(
  item: DataTransferItem & { getAsFileSystemHandle?(): Promise<Handle | null> },
): Promise<Tree | null> {
  const entry: Entry | null = item.webkitGetAsEntry();
  const file = item.getAsFile();
  if (file && !entry?.isDirectory)
    return Promise.resolve({ name: file.name, open: () => Promise.resolve(file) });
  const legacy = entry && entryTree(entry);
  const handle = item.getAsFileSystemHandle?.() ?? Promise.resolve(null);
  return handle.then(
    (found) => (found ? handleTree(found) : legacy),
    () => legacy,
  );
}

/** The sample that is embedded in the page. */
export function sampleFile(): Promise<File> {
  return embedded('touchstone-sample', 'touchstone-sample.jsonl');
}

/** The table that is embedded to be read for practice. */
export function tableFile(): Promise<File> {
  return embedded('touchstone-table', 'touchstone-table.parquet');
}

async function embedded(block: string, name: string): Promise<File> {
  return new File([await unpackBlock(block)], name);
}

/** Opens the sample. */
export async function openSample(): Promise<void> {
  const file = await sampleFile();
  take(gather([{ path: file.name, file }]));
}

function take(gathered: Gathered): void {
  addFiles(gathered);
  // The view that a link named is kept; from Start, what was dropped is shown.
  if (gathered.files.length > 0 && address.value.view === 'start') go(viewAddress('overview'), 'replace');
}
