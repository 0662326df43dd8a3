// The document that web/bundle.mjs writes: its policy, its placeholders, and text that HTML does not alter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataBlock, fill, inlineScript, policy } from '../../web/bundle/html.mjs';

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
    assert.throws(() => dataBlock('id', 'text/plain', text), /does not keep/);
  }
  assert.equal(inlineScript('a<b'), '<script>a<b</script>');
});
