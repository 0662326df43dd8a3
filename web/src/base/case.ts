/** How a case is recognised, so that a dropped one is not taken for logs. */

const FORMAT = /^\s*\{.*"format"\s*:\s*"touchstone-case /s;
const NEAR = 4096;

/** Whether a file is a case as it is saved. A file that cannot be read is none. */
export async function isCase(file: Blob): Promise<boolean> {
  try {
    return FORMAT.test(await file.slice(0, NEAR).text());
  } catch {
    // Whoever reads the file says why it cannot be read.
    return false;
  }
}
