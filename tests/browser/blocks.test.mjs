// Both browsers' parsers return the data blocks unchanged.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../../scripts/setup/machine.mjs';
import { dataBlock, inlineScript } from '../../web/bundle/html.mjs';
import { inBoth } from './support/browsers.mjs';
import { awkwardBytes } from './support/bytes.mjs';
import { place } from './support/work.mjs';

const entryPoints = [join(root, 'web/src/base/blocks.ts')];
const { outputFiles } = await build({ entryPoints, bundle: true, write: false, globalName: 'blocks' });

inBoth('a block survives the HTML parser, whatever its bytes', async (page) => {
  const cases = awkwardBytes();
  // Stored instead of compressed, so that the awkward bytes survive.
  const blocks = cases.map(([, bytes], at) => dataBlock(`block-${at}`, gzipSync(bytes, { level: 0 })));
  const html = `<!doctype html><meta charset="utf-8">${blocks.join('\n')}${inlineScript(outputFiles[0].text)}`;
  await page.goto(pathToFileURL(place('blocks.html', html)).href);
  const unpacked = await page.evaluate(async (count) => {
    const texts = [];
    for (let at = 0; at < count; at += 1) {
      const bytes = new Uint8Array(await globalThis.blocks.unpackBlock(`block-${at}`));
      texts.push(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }
    return texts;
  }, cases.length);
  for (const [at, [what, bytes]] of cases.entries()) {
    assert.ok(Buffer.from(unpacked[at], 'latin1').equals(bytes), what);
  }
});
