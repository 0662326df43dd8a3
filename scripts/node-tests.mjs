// Runs Node's test runner on the *.test.{ts,tsx,mjs} files of some folders; with `--at-once=N`, so many files at once.
//
// Node 20 does not run TypeScript, so esbuild first bundles each of them with its sources into node_modules,
// where packages are found. A test therefore locates files by the current directory, which is the root, and
// not by `import.meta.url`.

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { DURATIONS } from './durations.mjs';
import { runs } from './process.mjs';
import { root } from './setup/machine.mjs';

const OUTPUT = join(root, 'node_modules/.cache/touchstone-tests');

const atOnce = process.argv.find((argument) => argument.startsWith('--at-once='))?.split('=')[1];
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = folders.flatMap(testFiles);
if (files.length === 0) {
  console.error(`there is no test in ${folders.join(', ')}`);
  process.exit(1);
}
const typescript = files.filter((file) => !file.endsWith('.mjs'));
const plain = files.filter((file) => file.endsWith('.mjs'));
const bundled = await bundle(typescript);
const options = [
  '--enable-source-maps',
  '--test',
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  ...(process.env[DURATIONS]
    ? ['--test-reporter=./scripts/durations.mjs', `--test-reporter-destination=${process.env[DURATIONS]}`]
    : []),
  ...(atOnce ? [`--test-concurrency=${atOnce}`] : []),
];
const passed = runs([process.execPath, ...options, ...plain, ...bundled], process.env);
process.exitCode = passed ? 0 : 1;

function testFiles(folder) {
  return list(folder)
    .filter((name) => /\.test\.(ts|tsx|mjs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function list(folder) {
  try {
    return readdirSync(join(root, folder), { recursive: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

async function bundle(sources) {
  rmSync(OUTPUT, { recursive: true, force: true });
  if (sources.length === 0) return [];
  const outputs = sources.map((source) => source.replaceAll(/[\\/]/g, '.').replace(/\.tsx?$/, ''));
  await build({
    absWorkingDir: root,
    entryPoints: sources.map((source, index) => ({ in: source, out: outputs[index] })),
    outdir: OUTPUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    loader: { '.css': 'empty' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outputs.map((output) => join(OUTPUT, `${output}.mjs`));
}
