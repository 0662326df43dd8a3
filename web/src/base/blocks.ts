/** The data blocks of the page: `<script>` elements of types that no browser runs, with text, or gzip as text. */

/** The seven-bit values that `web/bundle/text.mjs` escapes, combined with the next five bits, in its order. */
const ESCAPED = [0x00, 0x0d, 0x3c];
const FIRST = 0xa0;
const BITS_AFTER = 5;

/** The text of a data block; throws if the page was truncated. */
export function blockText(id: string): string {
  return block(id).textContent;
}

/** The bytes packed into a data block. */
export function unpackBlock(id: string): Promise<ArrayBuffer> {
  const { textContent, dataset } = block(id);
  return gunzip(textToBytes(textContent, Number(dataset.bytes)));
}

function block(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element?.textContent) throw new Error(`the page is incomplete: its block ${id} is missing`);
  return element;
}

/** Decodes text from `web/bundle/text.mjs` to `length` bytes; throws if the text was altered. */
export function textToBytes(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      bits = (bits << 7) | code;
      count += 7;
    } else {
      const escaped = ESCAPED[(code - FIRST) >> BITS_AFTER];
      if (escaped === undefined) throw new Error(`the page was altered: it holds U+${code.toString(16)}`);
      bits = (((bits << 7) | escaped) << BITS_AFTER) | (code & ((1 << BITS_AFTER) - 1));
      count += 7 + BITS_AFTER;
    }
    for (; count >= 8; count -= 8) bytes[filled++] = bits >> (count - 8);
  }
  // Padding at the end may add up to a byte, which is not stored.
  if (filled !== length && filled !== length + 1) {
    throw new Error(`the page was altered: ${filled} bytes instead of ${length}`);
  }
  return bytes;
}

/** Decompresses a gzip member. */
async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
