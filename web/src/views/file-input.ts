/** Opens files: chosen, dropped, or the embedded sample. */

import { isBundle } from '../base/bundle.ts';
import { isCase } from '../base/case.ts';
import {
  type Entry,
  entryTree,
  type Gathered,
  type Given,
  gather,
  type Handle,
  handleTree,
  isRules,
  type Skipped,
  type Tree,
  walk,
} from '../base/folder.ts';
import { unpackBlock } from '../engine/blocks.ts';
import type { RuleFile } from '../engine/generated.ts';
import { addFiles, addRules, given, progress, replaceFiles, setAside } from '../engine/session.ts';
import { confirming } from './confirming.ts';
import { openCase } from './evidence/cased.ts';
import { check, checking, takeSignature } from './evidence/checking.ts';
import { address, go, goTo, viewAddress } from './state.ts';

/** The ids of the two file inputs, which are in the header of every view. */
export const FILES_ID = 'choose-files';
export const FOLDER_ID = 'choose-folder';

/** The core refuses files of rules longer than this. */
const MAX_RULES_BYTES = 1 << 20;

/** Opens the browser's file dialog. */
export function chooseFiles(): void {
  document.getElementById(FILES_ID)?.click();
}

/** Opens the browser's folder dialog. */
export function chooseFolder(): void {
  document.getElementById(FOLDER_ID)?.click();
}

/** Opens the files of a file input and empties it, so that the same file can be chosen again. */
export function takeInput(input: HTMLInputElement): void {
  const files = [...(input.files ?? [])].map((file) => ({
    path: file.webkitRelativePath || file.name,
    file,
  }));
  input.value = '';
  if (files.length > 0) void take(gather(files));
}

/** Opens a drop. Everything must be read before the event ends, because the browser empties it then. */
export function takeDrop(data: DataTransfer): void {
  const dropped = [...data.items].filter(({ kind }) => kind === 'file').map(treeOf);
  void Promise.all(dropped)
    .then((trees) => walk(trees.filter((tree) => tree !== null)))
    .then(take);
}

/**
 * The tree of a dropped item. Files are available at once; for folders there are two interfaces, each of
 * which fails in some browser.
 */
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

/** The sample as it was opened: invented events, never to be mixed with others. */
const samples = new WeakSet<File>();

/** Whether anything but the sample is loaded. */
export function holdsLogs(): boolean {
  return given().some(({ file }) => !samples.has(file));
}

/** The sample embedded in the page. */
export async function sampleFile(): Promise<File> {
  const file = await embedded('touchstone-sample', 'touchstone-sample.jsonl');
  samples.add(file);
  return file;
}

/** The embedded table for the warm-up. */
export function tableFile(): Promise<File> {
  return embedded('touchstone-table', 'touchstone-table.parquet');
}

async function embedded(block: string, name: string): Promise<File> {
  return new File([await unpackBlock(block)], name);
}

/** Opens the sample. */
export async function openSample(): Promise<void> {
  if (given().some(({ file }) => samples.has(file))) {
    goTo('overview');
    return;
  }
  const file = await sampleFile();
  takeRest(gather([{ path: file.name, file }]));
}

/** Opens files of rules or a tuning that were chosen as such, whatever their names. */
export function takeRules(chosen: File[]): void {
  void readRules(chosen.map(byName));
}

/** Takes a bundle that was chosen as such, whatever it is. */
export function takeBundle(chosen: File[]): void {
  const files = chosen.map(byName);
  const [bundle] = files.filter(({ path }) => !isBeside(path));
  const beside = files.filter(({ path }) => isBeside(path));
  if (bundle) openBundle(bundle.file, beside);
  else for (const { file } of beside) void takeSignature(file);
}

function byName(file: File): Given {
  return { path: file.name, file };
}

function isBeside(path: string): boolean {
  return /\.minisig$/i.test(path);
}

function openBundle(bundle: File, beside: Given[]): void {
  const own = beside.find(({ path }) => path.endsWith(`${bundle.name}.minisig`)) ?? beside[0];
  void check(bundle, own?.file ?? null);
  go({ ...viewAddress('evidence'), section: 'bundle' });
}

/** Of many files, those are looked into whose name says so: looking takes time. */
const MANY = 50;

/** The cases among files. */
async function casesAmong(files: Given[]): Promise<Given[]> {
  const named = files.filter(
    ({ path }) => /\.json$/i.test(path) && (files.length <= MANY || /case[^/]*$/i.test(path)),
  );
  const found = await Promise.all(named.map(({ file }) => isCase(file)));
  return named.filter((_, at) => found[at]);
}

/** Takes cases, and bundles of evidence with their signatures, out of what was given; the rest is logs and rules. */
async function take(gathered: Gathered): Promise<void> {
  const { files, skipped } = gathered;
  const cases = await casesAmong(files);
  const bundles: Given[] = [];
  for (const one of files) if (/\.zip$/i.test(one.path) && (await isBundle(one.file))) bundles.push(one);
  const [bundle, ...others] = bundles;
  const beside = bundle || checking.value ? files.filter(({ path }) => isBeside(path)) : [];
  const aside = new Set([...bundles, ...beside, ...cases]);
  const rest = files.filter((one) => !aside.has(one));
  const [opened, ...unopened] = cases;
  setAside(unopened.map(({ path }) => ({ path, reason: 'one case is opened at a time' })));
  setAside(others.map(({ path }) => ({ path, reason: 'one bundle of evidence is checked at a time' })));
  if (rest.length > 0 || bundles.length + beside.length + cases.length === 0)
    takeRest({ files: rest, skipped });
  else setAside(skipped);
  if (bundle) openBundle(bundle.file, beside);
  else for (const { file } of beside) void takeSignature(file);
  if (opened) openCase(opened.file);
}

function takeRest({ files, skipped }: Gathered): void {
  const ofRules = files.filter(({ path }) => isRules(path));
  if (ofRules.length > 0) void readRules(ofRules);
  const logs = { files: files.filter(({ path }) => !isRules(path)), skipped };
  if (ofRules.length === files.length && files.length > 0) {
    setAside(skipped);
    // What rules find is what whoever drops rules alone wants to see.
    if ((progress.value?.events ?? 0) > 0) goTo('findings');
  } else takeLogs(logs);
}

/** Reads texts of rules. A file that is longer than any rules is not read to its end, and the core refuses it. */
async function readRules(files: Given[]): Promise<void> {
  const texts: RuleFile[] = [];
  const unread: Skipped[] = [];
  for (const { path, file } of files) {
    try {
      const bytes = await file.slice(0, MAX_RULES_BYTES + 1).arrayBuffer();
      texts.push({ file: path, text: decode(bytes, file.size <= MAX_RULES_BYTES) });
    } catch (error) {
      unread.push({ path, reason: `cannot be read: ${error instanceof Error ? error.message : error}` });
    }
  }
  setAside(unread);
  if (texts.length > 0) await addRules(texts);
}

/** The text; null if it is no UTF-8. What was cut off may end within a character. */
function decode(bytes: ArrayBuffer, isWhole: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: isWhole }).decode(bytes);
  } catch {
    return null;
  }
}

function takeLogs(gathered: Gathered): void {
  const { files } = gathered;
  const loaded = given();
  const isSample = files.some(({ file }) => samples.has(file));
  if (
    files.length === 0 ||
    loaded.length === 0 ||
    loaded.some(({ file }) => samples.has(file)) === isSample
  ) {
    read(addFiles, gathered);
    return;
  }
  confirming.value = {
    title: isSample ? 'Replace your logs by the sample?' : 'Replace the sample by your logs?',
    text: 'The sample is invented, so it is never shown together with other logs. What is loaded now is taken away; files stay as they are.',
    yes: 'Replace',
    run: () => {
      go({ event: null, finding: null, filter: '', against: null });
      read(replaceFiles, gathered);
    },
  };
}

function read(how: (gathered: Gathered) => void, gathered: Gathered): void {
  how(gathered);
  // A view named by the link stays; Start changes to the overview.
  if (gathered.files.length > 0 && address.value.view === 'start') go(viewAddress('overview'), 'replace');
}
