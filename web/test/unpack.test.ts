import assert from 'node:assert/strict';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { awkwardBytes } from '../../tests/browser/support/bytes.mjs';
import { bytesToText } from '../bundle/text.mjs';
import { crc32, textToBytes } from '../src/worker/unpack.ts';

const CASES = awkwardBytes() as [string, Uint8Array][];

test('bytes become text that HTML keeps, and come back', () => {
  for (const [what, bytes] of CASES) {
    const text = bytesToText(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
    assert.match(text, /^[\x01-\x0c\x0e-\x3b\x3d-\x7f\xa0-\xff]*$/, what);
    assert.deepEqual(textToBytes(text, bytes.length), bytes, what);
  }
});

test('text costs a seventh more than its bytes, and at worst a third', () => {
  for (const [what, bytes] of CASES) {
    const size = Buffer.byteLength(bytesToText(bytes));
    assert.ok(size <= Math.ceil((bytes.length * 4) / 3) + 1, what);
    if (what === 'noise of 200003') assert.ok(size < bytes.length * 1.152, `${size}`);
  }
});

test('text that was altered on its way is refused', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
  const text = bytesToText(bytes);
  const asLatin = Buffer.from(text, 'utf8').toString('latin1');
  for (const altered of [text.slice(0, -3), `${text}\n\n`, '', `${text.slice(1)}\ufffd`, asLatin]) {
    assert.throws(() => textToBytes(altered, bytes.length), /the page was altered/, JSON.stringify(altered));
  }
});

test('checksums are those of zlib', () => {
  for (const [what, bytes] of CASES) assert.equal(crc32(bytes), zlib.crc32(bytes), what);
});
