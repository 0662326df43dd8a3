/** The bundle that is checked: by itself at once, and against the files that are loaded. */
import { signal } from '@preact/signals';
import { Cancelled } from '../../engine/client.ts';
import type { BundleChecked } from '../../engine/evidence/generated.ts';
import { given } from '../../engine/session.ts';
import { type Comparing, checkBundle, checkSignature, compareBundle } from '../../engine/verification.ts';

/** How far a step is, or what came of it. */
export type Outcome<Done> =
  | { state: 'running'; at: Comparing | null }
  | { state: 'done'; result: Done }
  | { state: 'failed'; message: string };

/** A bundle that is checked. */
export type Checking = {
  file: File;
  /** By itself. */
  itself: Outcome<BundleChecked>;
  /** Against files; null until there are some. */
  files: Outcome<{ faults: string[]; isMadeAgain: boolean; count: number }> | null;
  /** The text of the signature beside it, and its name. */
  signature: { name: string; text: string } | null;
  /** What the public key says of the signature: its trusted comment. */
  signed: Outcome<string> | null;
};

/** The bundle on screen; null if there is none. */
export const checking = signal<Checking | null>(null);

let running: AbortController | null = null;
/** The files of the last comparison. */
let comparedWith = '';

/** No signature is longer; the core refuses what is. */
const MAX_SIGNATURE = 17 * 1024;

function textOf(signature: File): Promise<string> {
  return signature.slice(0, MAX_SIGNATURE).text();
}

/** Takes a bundle and checks it by itself. */
export async function check(file: File, signature: File | null): Promise<void> {
  stop();
  const text = signature && { name: signature.name, text: await textOf(signature) };
  checking.value = {
    file,
    itself: { state: 'running', at: null },
    files: null,
    signature: text,
    signed: null,
  };
  try {
    const result = await checkBundle(file);
    change(file, { itself: { state: 'done', result } });
  } catch (error) {
    change(file, { itself: { state: 'failed', message: messageOf(error) } });
  }
}

/** Takes the signature of the bundle on screen. */
export async function takeSignature(signature: File): Promise<void> {
  const now = checking.value;
  if (now)
    change(now.file, { signature: { name: signature.name, text: await textOf(signature) }, signed: null });
}

/** Checks the signature with a public key: its file's text, or its one line. */
export async function verifySignature(key: string): Promise<void> {
  const now = checking.value;
  if (!now?.signature) return;
  const { file, signature } = now;
  change(file, { signed: { state: 'running', at: null } });
  try {
    const result = await checkSignature(file, signature.text, key);
    change(file, { signed: { state: 'done', result } });
  } catch (error) {
    change(file, { signed: { state: 'failed', message: messageOf(error) } });
  }
}

/** Reads the files that are loaded again, makes the bundle again and compares. */
export async function compare(): Promise<void> {
  const now = checking.value;
  if (!now) return;
  stop();
  const { file } = now;
  const abort = new AbortController();
  running = abort;
  const sources = [...given()];
  const tell = (at: Comparing): void => {
    if (!abort.signal.aborted) change(file, { files: { state: 'running', at } });
  };
  tell({ step: 'reading', share: 0 });
  try {
    const compared = await compareBundle(file, sources, tell, abort.signal);
    change(file, { files: { state: 'done', result: { ...compared, count: sources.length } } });
  } catch (error) {
    if (error instanceof Cancelled) return;
    change(file, { files: { state: 'failed', message: messageOf(error) } });
  } finally {
    if (running === abort) running = null;
  }
}

/** Compares, unless these files were compared already. */
export function compareOnce(): void {
  const key = given()
    .map(({ path, file }) => [path, file.size, file.lastModified].join('\n'))
    .join('\n');
  if (checking.value?.files && key === comparedWith) return;
  comparedWith = key;
  void compare();
}

/** Gives the comparison up. */
export function giveUp(): void {
  const now = checking.value;
  stop();
  if (now) change(now.file, { files: { state: 'failed', message: 'cancelled' } });
}

/** Closes the bundle. */
export function close(): void {
  stop();
  checking.value = null;
}

function stop(): void {
  running?.abort();
  running = null;
}

function change(file: File, by: Partial<Checking>): void {
  if (checking.value?.file === file) checking.value = { ...checking.value, ...by };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
