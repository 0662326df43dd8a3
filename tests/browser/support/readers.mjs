// Reads exported files back: CSV by RFC 4180 (strictly: anything a spreadsheet would have to guess is an
// error), NDJSON, Parquet.

import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';

/** The rows as objects, with the names of the header. */
export function csvObjects(bytes) {
  const text = bytes.toString('utf8');
  // Without it Excel takes the file for an older encoding.
  assert.ok(text.startsWith('\ufeff'), 'the byte order mark is missing');
  const [names, ...records] = parseCsv(text.slice(1));
  return records.map((fields, at) => {
    if (fields.length !== names.length) throw new Error(`record ${at + 1} has ${fields.length} fields`);
    return Object.fromEntries(names.map((name, index) => [name, fields[index]]));
  });
}

/** The objects of NDJSON, one per line. */
export function ndjsonObjects(bytes) {
  const text = bytes.toString('utf8');
  assert.ok(text.endsWith('\n'));
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A Parquet file for its reader, and the metadata in its footer. */
export function readParquet(bytes) {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  assert.equal(bytes.subarray(0, 4).toString(), 'PAR1');
  assert.equal(bytes.subarray(-4).toString(), 'PAR1');
  const metadata = parquetMetadata(file);
  return { file, metadata, rows: Number(metadata.num_rows) };
}

/** The CSV text of a cell that a spreadsheet must not run as a formula. */
export function harmless(text) {
  const isNumber = text.trim() !== '' && !Number.isNaN(Number(text));
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isNumber ? `'${text}` : text;
}

/** The rows of a CSV text as lists of fields. */
function parseCsv(text) {
  const records = [];
  let fields = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      const [value, end] = quoted(text, at);
      field = value;
      at = end;
    } else {
      const end = at + text.slice(at).search(/,|\r\n/);
      field = text.slice(at, end);
      if (/["\r\n]/.test(field)) throw new Error(`not quoted: ${field}`);
      at = end;
    }
    fields.push(field);
    if (text.startsWith('\r\n', at)) {
      records.push(fields);
      fields = [];
      at += 2;
    } else if (text[at] === ',') {
      at += 1;
      // A line that ends in a comma has one more, empty field, which the search above finds.
    } else {
      throw new Error(`neither a comma nor a line's end after ${field}`);
    }
  }
  if (fields.length > 0) throw new Error('the last line has no end');
  return records;
}

function quoted(text, start) {
  let at = start + 1;
  let value = '';
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) throw new Error('a quoted field has no end');
    value += text.slice(at, end);
    if (text[end + 1] !== '"') return [value, end + 1];
    value += '"';
    at = end + 2;
  }
}

/** The members of a zip as texts, by name. */
export function zipMembers(bytes) {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const members = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    const isStored = bytes.readUInt16LE(at + 10) === 0;
    members[bytes.toString('utf8', at + 46, at + 46 + name)] = (
      isStored ? packed : inflateRawSync(packed)
    ).toString();
    at += 46 + name + extra + comment;
  }
  return members;
}
