// The server of `npm start`: the files it serves, and paths outside of its folder.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { locate, serve } from '../../scripts/serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'touchstone-serve-'));
writeFileSync(join(folder, 'index.html'), '<p>page');
const server = await serve(folder, 18_080);
const origin = `http://127.0.0.1:${server.address().port}`;
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('the page is served as HTML and never cached', async () => {
  const response = await fetch(`${origin}/?a#b`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(await response.text(), '<p>page');
});

test('what is not there, and what is not asked for, is refused', async () => {
  assert.equal((await fetch(`${origin}/nothing`)).status, 404);
  assert.equal((await fetch(`${origin}/`, { method: 'POST' })).status, 405);
});

test('no address leads out of the folder', () => {
  for (const address of ['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/a/../../secret', '/%00', '/%']) {
    assert.equal(locate('/srv/dist', address), undefined, address);
  }
  assert.equal(locate('/srv/dist', '/touchstone.html?x'), '/srv/dist/touchstone.html');
});

test('a port that is taken is passed over', async () => {
  const second = await serve(folder, server.address().port);
  assert.ok(second.address().port > server.address().port);
  second.close();
});
