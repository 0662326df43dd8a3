// Logs for the tests, generated on demand, and the command line's summary of them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import { root, targetDirectory } from '../../../scripts/setup/machine.mjs';
import { place, work } from './work.mjs';

/** The blog's real data set; it is not part of the project, so tests that need it are skipped without it. */
export const BLOG = {
  path: join(root, '../shared/samples/databricks-blog-2019-12-28.jsonl'),
  expected: join(root, '../shared/samples/databricks-blog-2019-12-28.expected.json'),
};

export const withoutBlog = existsSync(BLOG.path)
  ? false
  : 'there is no ../shared/samples, which holds the real set';

/**
 * A generated log: `generate('a.jsonl', { events: 2000, badLines: 4 })`. Options are those of
 * `touchstone-generate`. With `files`, the path is a folder.
 */
export function generate(name, options = {}) {
  const path = join(work, name);
  const truth = `${path}.truth.json`;
  const flags = Object.entries(options).flatMap(([key, value]) => [
    `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ]);
  run('touchstone-generate', [...flags, '--out', path, '--truth', truth], work);
  return { path, truth: JSON.parse(readFileSync(truth, 'utf8')) };
}

const keepsToSchema = new Ajv().compile(
  JSON.parse(readFileSync(join(root, 'docs/summary.schema.json'), 'utf8')),
);

/** The output of `touchstone analyze --json`, run in `folder` and validated by its schema. */
export function analyze(paths, folder, options = []) {
  const summary = JSON.parse(run('touchstone', ['analyze', '--json', ...options, ...paths], folder));
  assert.ok(keepsToSchema(summary), JSON.stringify(keepsToSchema.errors));
  return summary;
}

/** The findings in a form, as `touchstone findings` writes them, run in `folder`: the file's bytes, and those beside it. */
export function findingsFile(paths, folder, format, more = []) {
  const file = join(work, `cli-findings.${format}`);
  run('touchstone', ['findings', '--format', format, '--output', file, ...more, ...paths], folder);
  const basis = `${file}.basis.json`;
  return { bytes: readFileSync(file), basis: existsSync(basis) ? readFileSync(basis) : null };
}

/** A bundle of evidence as the command line makes it in `folder`: its bytes, and the digests that it prints. */
export function bundleFile(paths, folder, more = []) {
  const file = join(work, 'cli-evidence.zip');
  const said = run('touchstone', ['evidence', ...paths, '--out', file, ...more], folder);
  const [whole, manifest] = said.split('\n').map((line) => line.split(' ')[0]);
  return { path: file, bytes: readFileSync(file), digests: { bundle: whole, manifest } };
}

/** A key pair of minisign without a password, from a seed of 32 bytes: the texts of its files. */
export function minisignKeys(seed) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const half = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = seed.subarray(0, 8);
  const text = (...parts) =>
    `untrusted comment: a key\n${Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64')}\n`;
  return {
    secret: text('Ed\0\0B2', new Uint8Array(48), id, seed, half, new Uint8Array(32)),
    public: text('Ed', id, half),
  };
}

/** Checks a bundle by the command line in `folder`: its status and what it prints. */
export function verify(bundle, paths, folder, options = []) {
  const program = join(targetDirectory(), 'debug', 'touchstone');
  const { status, stdout } = spawnSync(program, ['verify', ...options, bundle, ...paths], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout };
}

/** The report of `touchstone report`, run in `folder`, in a form that its name says: its path. */
export function reportFile(paths, name, options = [], folder = work) {
  const file = join(work, name);
  run('touchstone', ['report', ...options, '--out', file, ...paths], folder);
  return file;
}

/** A function that calls another once for the same words: both browsers are compared with what it gives. */
export function once(make) {
  const made = new Map();
  return (...words) => {
    const key = JSON.stringify(words);
    if (!made.has(key)) made.set(key, make(...words));
    return made.get(key);
  };
}

/** How many events of a log a filter selects, as the command line counts them. The log must not change. */
export const countEvents = once((path, filter) =>
  Number(run('touchstone', ['query', '--count', '--', path, filter], work)),
);

/** What the command line prints; `statuses` are those that are no failure. */
export function commandLine(args, statuses = [0]) {
  return run('touchstone', args, work, statuses);
}

function run(program, args, cwd, statuses = [0]) {
  const path = join(targetDirectory(), 'debug', program);
  if (!existsSync(path)) buildPrograms();
  const { status, stdout, stderr, error } = spawnSync(path, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!statuses.includes(status)) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function buildPrograms() {
  const packages = ['--package', 'touchstone-cli', '--package', 'touchstone-generate'];
  const built = spawnSync('cargo', ['build', '--locked', ...packages], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the command line could not be built');
}

/** A fixture written by other tools: its folder and its script's expectations. */
export function fixture(name) {
  const folder = join(root, 'tests/fixtures');
  const { cases } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const expected = cases.find((one) => one.name === name);
  assert.ok(expected, `there is no case ${name}`);
  return { path: join(folder, 'inputs', name), expected };
}

/** A record of the 2.0 shape with the given members; the others have ordinary values. */
export function record(members = {}) {
  return {
    version: '2.0',
    auditLevel: 'WORKSPACE_LEVEL',
    timestamp: Date.UTC(2026, 2, 2, 9),
    orgId: '4428839445358565',
    workspaceId: '4428839445358565',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'curl/8.5.0',
    sessionId: 'session-1',
    userIdentity: { email: 'ada@corp.example' },
    serviceName: 'clusters',
    actionName: 'create',
    requestId: 'request-1',
    requestParams: { cluster_name: 'one' },
    response: { statusCode: 200 },
    ...members,
  };
}

/** Writes records to a file, one per line. */
export function placeRecords(name, records) {
  return place(name, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** `count` different records a minute apart; each `clusters` record has its own key. */
export function someRecords(count, from = 0, members = () => ({})) {
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    return record({
      timestamp: Date.UTC(2026, 2, 2, 9) + index * 60_000,
      requestId: `request-${index}`,
      requestParams: { cluster_name: `cluster ${index}` },
      ...members(index),
    });
  });
}
