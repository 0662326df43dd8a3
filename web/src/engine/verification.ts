/** Checks bundles in an engine of their own, so that what is loaded stays as it is. */
import { Cancelled, type Client } from './client.ts';
import type { BundleChecked, FileAtHand } from './evidence/generated.ts';
import type { Progress } from './generated.ts';
import type { Source } from './protocol.ts';
import { anotherClient, hashOf } from './session.ts';

/** Checks a bundle by itself. */
export async function checkBundle(bundle: File): Promise<BundleChecked> {
  const client = await anotherClient({ progress: () => {}, fatal: () => {} });
  try {
    return await client.checkBundle(bundle);
  } finally {
    client.close();
  }
}

/** Checks a signature of a bundle with a public key, and gives its trusted comment. */
export async function checkSignature(bundle: File, signature: string, key: string): Promise<string> {
  const client = await anotherClient({ progress: () => {}, fatal: () => {} });
  try {
    return await client.checkSignature(bundle, signature, key);
  } finally {
    client.close();
  }
}

/** How far a comparison is. */
export type Comparing = { step: 'reading' | 'hashing' | 'comparing'; share: number };

/** What differs, a sentence for each, and whether everything was made again to find out. */
export type Compared = { faults: string[]; isMadeAgain: boolean };

/**
 * Reads the files of a bundle again under the names that they had, makes the bundle again, and compares. The files at
 * hand must have been hashed. Cancelled, it ends with `Cancelled`.
 */
export async function compareBundle(
  bundle: File,
  files: Source[],
  tell: (at: Comparing) => void,
  signal: AbortSignal,
): Promise<Compared> {
  let loaded = (): void => {};
  let failed = (_: Error): void => {};
  const client = await anotherClient({
    progress: (progress) => {
      tell({ step: 'reading', share: shareOf(progress) });
      if (progress.done) loaded();
    },
    fatal: (message) => failed(new Error(message)),
  });
  const stopped = new Promise<never>((_, reject) => {
    failed = reject;
    signal.addEventListener('abort', () => reject(new Cancelled('cancelled')), { once: true });
  });
  const compared = async (): Promise<Compared> => {
    const { manifest } = await client.checkBundle(bundle);
    if (!manifest) return { faults: [], isMadeAgain: false };
    const atHand: FileAtHand[] = files.map(({ path, file }) => ({ path, sha256: hashOf(file) ?? '' }));
    const { places, faults } = await client.matchFiles(atHand);
    if (faults.length > 0) return { faults: faults.map(sentenceOf), isMadeAgain: false };
    const named = places.flatMap((place, at): Source[] => {
      const [found, as] = [files[place], manifest.files[at]];
      return found && as ? [{ path: as.path, file: found.file, sha256: as.sha256 }] : [];
    });
    await load(client, named, (done) => {
      loaded = done;
    });
    const differences = await client.compareBundle(({ share }) => tell({ step: 'comparing', share }));
    return { faults: differences.map(sentenceOf), isMadeAgain: true };
  };
  try {
    return await Promise.race([compared(), stopped]);
  } finally {
    client.close();
  }
}

async function load(client: Client, sources: Source[], whenDone: (done: () => void) => void): Promise<void> {
  if (sources.length === 0) return;
  const done = new Promise<void>((resolve) => whenDone(resolve));
  client.open(sources);
  await done;
  await client.whenHashed();
}

function shareOf({ bytesRead, bytesTotal }: Progress): number {
  return bytesTotal === 0 ? 1 : bytesRead / bytesTotal;
}

/** A fault in a sentence, as the command line prints it. */
export function sentenceOf({ member, message }: { member: string | null; message: string }): string {
  return `${member ?? 'the bundle'}: ${message}`;
}
