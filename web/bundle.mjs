// Makes the single file: page, worker, wasm core, sample and table inlined into index.html, under a policy that names
// the hash of each script and style. `cargo xtask build` calls it:
//
//   node web/bundle.mjs --wasm FILE.zst --glue FILE --sample FILE.zst --table FILE.zst --out dist/touchstone.html [--limit]

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleScript, bundleStyle, bundleWorker } from './bundle/code.mjs';
import { dataBlock, fill, inlineScript, inlineStyle, policy, textBlock } from './bundle/html.mjs';

/** Maximum size of the released page in bytes. */
const LIMIT = 7_000_000;

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: given } = parseArgs({
  options: {
    wasm: { type: 'string' },
    glue: { type: 'string' },
    sample: { type: 'string' },
    table: { type: 'string' },
    out: { type: 'string', default: 'dist/touchstone.html' },
    /** Another repository with index.html and web/src, for this script's own test. */
    root: { type: 'string', default: repository },
    limit: { type: 'boolean', default: false },
  },
});
for (const name of ['wasm', 'glue', 'sample', 'table']) {
  if (given[name] === undefined) stop(`--${name} FILE is missing`);
}

const source = (path) => join(given.root, path);
const script = await bundleScript(source('web/src/main.tsx'));
const worker = await bundleWorker(source('web/src/worker/worker.ts'), read(given.glue, 'utf8'));
const style = await bundleStyle(source('web/src/style/main.css'));
const core = read(given.wasm);
const sample = read(given.sample);
const table = read(given.table);

const html = fill(read(source('index.html'), 'utf8'), {
  policy: policy({ scripts: [script], styles: [style] }),
  style: inlineStyle(style),
  data: [
    dataBlock('touchstone-core', core),
    dataBlock('touchstone-sample', sample),
    dataBlock('touchstone-table', table),
    textBlock('touchstone-worker', worker),
  ].join('\n'),
  script: inlineScript(script),
});

const out = resolve(given.out);
mkdirSync(dirname(out), { recursive: true });
// Written twice: one file to double-click, one that GitHub Pages serves.
for (const path of [out, join(dirname(out), 'index.html')]) writeFileSync(path, html);
report({ page: script, worker, style, 'core, zstd': core, 'sample, zstd': sample, 'table, zstd': table });

function report(parts) {
  const size = Buffer.byteLength(html);
  for (const [name, part] of Object.entries(parts)) {
    console.log(`  ${name.padEnd(13)} ${bytes(Buffer.byteLength(part))}`);
  }
  console.log(`  ${'file'.padEnd(13)} ${bytes(size)}  ${relative(repository, out)}`);
  console.log(`  ${'sha256'.padEnd(13)} ${createHash('sha256').update(html).digest('hex')}`);
  if (given.limit && size > LIMIT) stop(`the file has ${size} bytes; ${LIMIT} is the most`);
}

function bytes(count) {
  return `${count.toLocaleString('en').replaceAll(',', ' ').padStart(10)} bytes`;
}

function read(path, encoding) {
  try {
    return readFileSync(path, encoding);
  } catch (error) {
    return stop(`cannot read ${path}: ${error.message}`);
  }
}

function stop(message) {
  console.error(`bundle: ${message}`);
  process.exit(1);
}
