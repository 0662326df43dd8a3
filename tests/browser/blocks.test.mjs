// Both browsers' parsers return the data blocks unchanged.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../scripts/setup/machine.mjs';
import { dataBlock, inlineScript, textBlock } from '../../web/bundle/html.mjs';
import { inBoth } from './support/browsers.mjs';
import { awkwardBytes, storedFrame } from './support/bytes.mjs';
import { place } from './support/work.mjs';

const exported = `export * from './engine/blocks.ts'; export { unpack } from './worker/unpack.ts';`;
const stdin = { contents: exported, resolveDir: join(root, 'web/src') };
const script = await bundled({ stdin, globalName: 'blocks' });
// Unpacking needs no core, so that its glue is left out.
const worker = await bundled({
  entryPoints: [join(root, 'web/src/worker/worker.ts')],
  banner: { js: 'var wasm_bindgen;' },
});

async function bundled(options) {
  const { outputFiles } = await build({ bundle: true, write: false, ...options });
  return outputFiles[0].text;
}

inBoth('a block survives the HTML parser, whatever its bytes', async (page) => {
  const cases = awkwardBytes();
  const blocks = [
    // Stored instead of compressed, so that the awkward bytes survive.
    ...cases.map(([, bytes], at) => dataBlock(`block-${at}`, storedFrame(bytes))),
    dataBlock('altered', storedFrame(Uint8Array.of(1, 2, 3))).replace(/data-crc="\d+"/, 'data-crc="1"'),
    textBlock('touchstone-worker', worker),
  ];
  const html = `<!doctype html><meta charset="utf-8">${blocks.join('\n')}${inlineScript(script)}`;
  await page.goto(pathToFileURL(place('blocks.html', html)).href);
  const unpacked = await page.evaluate(async (count) => {
    const { blockText, unpack, unpackBlock } = globalThis.blocks;
    const texts = [];
    for (let at = 0; at <= count; at += 1) {
      const id = `block-${at % count}`;
      const { bytes: length, crc } = document.getElementById(id).dataset;
      const packed = { text: blockText(id), bytes: Number(length), crc: Number(crc) };
      // The last is unpacked as the page does it, in a worker, which would take seconds for all.
      const bytes = at === count ? await unpackBlock(`block-${count - 1}`) : unpack(packed);
      texts.push(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }
    return texts;
  }, cases.length);
  assert.equal(unpacked.pop(), unpacked.at(-1));
  const refused = await page.evaluate(() => globalThis.blocks.unpackBlock('altered').catch(String));
  assert.match(refused, /the page was altered: the checksum of a block differs/);
  for (const [at, [what, bytes]] of cases.entries()) {
    assert.ok(Buffer.from(unpacked[at], 'latin1').equals(bytes), what);
  }
});
