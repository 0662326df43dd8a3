// The document that web/bundle.mjs writes: its policy, its placeholders, and text that HTML leaves unchanged.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/setup/machine.mjs';
import { dataBlock, fill, inlineScript, policy, textBlock } from '../../web/bundle/html.mjs';

test('the policy names the hash of each script and refuses the network', () => {
  const text = policy({ scripts: ['alert(1)'], styles: [''] });
  // printf %s 'alert(1)' | openssl dgst -sha256 -binary | base64
  assert.match(text, /script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF\+pI=' 'wasm-unsafe-eval'/);
  assert.match(text, /default-src 'none'; /);
  assert.match(text, /connect-src 'none'; /);
  assert.doesNotMatch(text, /unsafe-inline|unsafe-eval'?[^;]*unsafe-eval|https?:/);
});

test('a placeholder is filled once, and with the text as it is', () => {
  assert.equal(fill('a<!-- build:x -->b', { x: "$& $' $1" }), "a$& $' $1b");
  assert.throws(() => fill('ab', { x: '' }), /one <!-- build:x -->, not 0/);
  assert.throws(() => fill('<!-- build:x --><!-- build:x -->', { x: '' }), /not 2/);
});

test('text that would end its element or be normalised is refused', () => {
  for (const text of ['"</script>"', '"</SCRIPT"', '<!--', 'a\r\nb']) {
    assert.throws(() => inlineScript(text), /does not keep/, JSON.stringify(text));
    assert.throws(() => textBlock('id', text), /does not keep/);
  }
  assert.equal(inlineScript('a<b'), '<script>a<b</script>');
});

test('bytes are a block of text that says their number and checksum', () => {
  assert.equal(
    dataBlock('id', Uint8Array.of(0x82, 0x0c, 0, 0)),
    '<script type="application/octet-stream" id="id" data-bytes="4" data-crc="1863211208">A\x03\u00a0\u00a0</script>',
  );
});

test('the encoding is declared where browsers look for it, in the first 1024 bytes', () => {
  const template = readFileSync(join(root, 'index.html'), 'utf8');
  const html = fill(template, { policy: policy({ scripts: [''], styles: [''] }) });
  const declared = '<meta charset="utf-8">';
  const end = html.indexOf(declared) + declared.length;
  assert.ok(end > declared.length && Buffer.byteLength(html.slice(0, end)) <= 1024);
});
