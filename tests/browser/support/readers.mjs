// What the page has saved, read back: CSV by RFC 4180 (strictly: what a spreadsheet would have to guess at is an error
// here), NDJSON, Parquet.

import assert from 'node:assert/strict';
import { parquetMetadata } from 'hyparquet';

/** The records after the first as objects, whose members the first names. */
export function csvObjects(bytes) {
  const [names, ...records] = parseCsv(bytes.toString('utf8'));
  return records.map((fields, at) => {
    if (fields.length !== names.length) throw new Error(`record ${at + 1} has ${fields.length} fields`);
    return Object.fromEntries(names.map((name, index) => [name, fields[index]]));
  });
}

/** The objects of NDJSON, one a line. */
export function ndjsonObjects(bytes) {
  const text = bytes.toString('utf8');
  assert.ok(text.endsWith('\n'));
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A Parquet file as its reader wants it, with what its foot says. */
export function readParquet(bytes) {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  assert.equal(bytes.subarray(0, 4).toString(), 'PAR1');
  assert.equal(bytes.subarray(-4).toString(), 'PAR1');
  const metadata = parquetMetadata(file);
  return { file, metadata, rows: Number(metadata.num_rows) };
}

/** What CSV has to say so that a spreadsheet takes it for text. */
export function harmless(text) {
  const isNumber = text.trim() !== '' && !Number.isNaN(Number(text));
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isNumber ? `'${text}` : text;
}

/** The records of a CSV text as lists of fields. */
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
      // A line that ends with a comma has one more field, which is empty: the search above finds it.
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
