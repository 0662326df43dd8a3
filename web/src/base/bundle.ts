/** How files of evidence are recognised, so that a dropped bundle is not taken for an archive of logs. */

/** What stands near the start and near the end of every bundle; damage rarely spoils both. */
const START = '"format": "touchstone-evidence ';
const END = 'manifest.json.sha256';
const NEAR = 4096;

/** Whether a file is a bundle of evidence. A file that cannot be read is none. */
export async function isBundle(file: Blob): Promise<boolean> {
  try {
    const [start, end] = await Promise.all([
      latin(file.slice(0, NEAR)),
      latin(file.slice(Math.max(0, file.size - NEAR))),
    ]);
    return start.startsWith('PK') && (start.includes(START) || end.includes(END));
  } catch {
    // Whoever reads the file says why it cannot be read.
    return false;
  }
}

async function latin(blob: Blob): Promise<string> {
  return new TextDecoder('latin1').decode(await blob.arrayBuffer());
}
