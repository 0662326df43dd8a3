// Builds the page around the fake engine: node web/test/fake/build.mjs OUT-FOLDER. For looking, never for shipping.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { inventLogs } from './logs.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
mkdirSync(out, { recursive: true });
const glue = await build({
  entryPoints: [join(here, 'engine.ts')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
});
writeFileSync(join(out, 'glue.js'), glue.outputFiles[0].text);
writeFileSync(join(out, 'core.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
writeFileSync(join(out, 'sample.jsonl.gz'), gzipSync(inventLogs(6000)));
writeFileSync(join(out, 'table.jsonl.gz'), gzipSync(inventLogs(60)));
const given = [
  '--wasm',
  'core.wasm',
  '--glue',
  'glue.js',
  '--sample',
  'sample.jsonl.gz',
  '--table',
  'table.jsonl.gz',
  '--out',
  'touchstone.html',
];
execFileSync(
  'node',
  [join(here, '../../bundle.mjs'), ...given.map((one) => (one.includes('.') ? join(out, one) : one))],
  { stdio: 'inherit' },
);
