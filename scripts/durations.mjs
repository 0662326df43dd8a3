// How long each test took: a reporter for Node's test runner, and the list of the slowest.

import { existsSync, readFileSync } from 'node:fs';

/** The variable that names the file the durations are written to. */
export const DURATIONS = 'TOUCHSTONE_TEST_DURATIONS';

/** Writes a line `MILLISECONDS<tab>FILE: NAME` for each test that ended. */
export default async function* durations(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite' || data.skip !== undefined) continue;
    const file = data.file?.split(/[\\/]/).at(-1) ?? '';
    yield `${data.details.duration_ms.toFixed(0)}\t${file}: ${data.name.replaceAll(/\s+/g, ' ')}\n`;
  }
}

/** The slowest of the tests whose durations the files have, as lines, the slowest first. */
export function slowest(files, count) {
  return files
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .sort(([a, first], [b, second]) => Number(b) - Number(a) || (first < second ? -1 : 1))
    .slice(0, count)
    .map(([ms, name]) => `${(Number(ms) / 1000).toFixed(1).padStart(7)} s  ${name}`);
}
