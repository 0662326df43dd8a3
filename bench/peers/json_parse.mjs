// V8's JSON.parse, line by line: what any page in JavaScript pays before it has done anything. It makes no silver and no
// gold.
//
//     node json_parse.mjs FILE

import { closeSync, openSync, readSync } from 'node:fs';
import { report, Tally } from './report.mjs';

const CHUNK = 8 * 1024 * 1024;
const NEWLINE = 10;

const begun = performance.now();
const tally = new Tally();
for (const line of lines(process.argv[2])) {
  const record = JSON.parse(line);
  tally.add(record.serviceName, record.actionName);
}
report(
  (performance.now() - begun) / 1000,
  { records: tally.records, services: tally.services },
  `Node ${process.versions.node}`,
);

/** The lines of a file, read in pieces: a string is limited to half a gigabyte. */
function* lines(path) {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK * 4);
  let held = 0;
  for (;;) {
    const count = readSync(file, buffer, held, CHUNK, null);
    const end = held + count;
    let from = 0;
    const filled = buffer.subarray(0, end);
    for (let at = filled.indexOf(NEWLINE); at >= 0; at = filled.indexOf(NEWLINE, from)) {
      yield buffer.toString('utf8', from, at);
      from = at + 1;
    }
    if (count === 0) {
      if (from < end) yield buffer.toString('utf8', from, end);
      break;
    }
    buffer.copy(buffer, 0, from, end);
    held = end - from;
  }
  closeSync(file);
}
