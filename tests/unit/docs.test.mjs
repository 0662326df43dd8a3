// Everything that the documents name exists: tests, fixtures and files in the tables of docs/formats.md, and
// every code name of several words.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/setup/machine.mjs';

const SOURCES = ['crates', 'xtask/src', 'web/src', 'web/test', 'tests/browser', 'tests/unit', 'fuzz/bodies'];
const DOCUMENTS = [
  'ARCHITECTURE.md',
  'docs/decisions/loading.md',
  'docs/decisions/page.md',
  'docs/decisions/records.md',
  'docs/formats.md',
  'docs/schema.md',
];

const read = (path) => readFileSync(join(root, path), 'utf8');

/** Texts in backticks. */
const coded = (text) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]);

/** Every row of a document's tables, as an object with the header's names. */
function rows(text) {
  const found = [];
  let header;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) {
      header = undefined;
      continue;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (header === undefined) header = cells;
    else if (!/^-+$/.test(cells[0])) {
      assert.equal(cells.length, header.length, line);
      found.push(Object.fromEntries(header.map((name, at) => [name, cells[at]])));
    }
  }
  return found;
}

/** The tests named in a cell, each with its file: `file`: `test`, "test", `test`; `file` */
function named(cell) {
  return cell.split(/;\s+(?=`[^`]*\/)/).flatMap((part) => {
    const [file, ...tests] = coded(part);
    const quoted = [...part.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
    if (file === undefined) return [];
    return [{ file }, ...[...tests, ...quoted].map((name) => ({ file, name }))];
  });
}

test('the tables of formats name tests and fixtures that exist', () => {
  const table = rows(read('docs/formats.md'));
  const tests = table.flatMap((row) => named(row.tests ?? ''));
  assert.ok(tests.length > 50, 'the tables are found');
  for (const { file, name } of tests) {
    assert.ok(existsSync(join(root, file)), `${file} is there`);
    if (name === undefined) continue;
    const text = read(file);
    const isThere = file.endsWith('.rs') ? text.includes(`fn ${name}(`) : text.includes(name);
    assert.ok(isThere, `${file} has ${name}`);
  }
  const cases = new Set(table.flatMap((row) => coded(row.fixtures ?? '')));
  assert.ok(cases.size > 50, 'the fixtures are found');
  for (const name of cases)
    assert.ok(existsSync(join(root, 'tests/fixtures/inputs', name)), `the case ${name}`);
});

test('every fixture is named by a table of formats, or is about duplicates or several things', () => {
  const cases = new Set(rows(read('docs/formats.md')).flatMap((row) => coded(row.fixtures ?? '')));
  const others = /^(duplicates-|one-of-every-kind$|delivery-wrong-types$|parquet-json-beside$)/;
  const missing = readdirSync(join(root, 'tests/fixtures/inputs')).filter(
    (name) => !cases.has(name) && !others.test(name),
  );
  assert.deepEqual(missing, []);
});

test('names of code in the documents occur in the sources', () => {
  const texts = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((path) => /\.(rs|ts|tsx|mjs|toml)$/.test(path))
      .map((path) => read(join(folder, path))),
  );
  const words = new Set(`${texts.join('\n')}\n${read('Cargo.toml')}`.match(/\w+/g));
  for (const document of DOCUMENTS) {
    const names = coded(read(document)).filter((name) => /^[a-z0-9]+(_[a-z0-9]+){2,}$/.test(name));
    const unknown = names.filter((name) => !words.has(name));
    assert.deepEqual(unknown, [], document);
  }
});
