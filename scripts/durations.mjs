// Test durations: a reporter for Node's test runner, and the list of the slowest tests.

import { existsSync, readFileSync } from 'node:fs';

/** The environment variable with the path of the durations file. */
export const DURATIONS = 'TOUCHSTONE_TEST_DURATIONS';

/** Writes a line `MILLISECONDS<tab>FILE: NAME` per finished test. */
export default async function* durations(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite' || data.skip !== undefined) continue;
    const file = data.file?.split(/[\\/]/).at(-1) ?? '';
    yield `${data.details.duration_ms.toFixed(0)}\t${file}: ${data.name.replaceAll(/\s+/g, ' ')}\n`;
  }
}

/** The slowest tests in some durations files, as lines, slowest first. */
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
