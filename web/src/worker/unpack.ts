/** Bytes that the page carries as text: zstd, which no browser decompresses itself, in text that HTML keeps. */
import { decompress } from 'fzstd';
import type { Packed } from '../engine/protocol.ts';

/** The seven-bit values that `web/bundle/text.mjs` escapes, combined with the next five bits, in its order. */
const ESCAPED = [0x00, 0x0d, 0x3c];
const FIRST = 0xa0;
const BITS_AFTER = 5;

/** The bytes packed into a data block; throws if it was altered. */
export function unpack({ text, bytes, crc }: Packed): Uint8Array<ArrayBuffer> {
  const packed = textToBytes(text, bytes);
  if (crc32(packed) !== crc) throw new Error('the page was altered: the checksum of a block differs');
  // A frame names the length of its content, so one buffer of that length is made.
  return decompress(packed) as Uint8Array<ArrayBuffer>;
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

/** The polynomial of CRC-32, its bits reversed. */
const POLYNOMIAL = 0xedb88320;

/** The CRC-32 of bytes, as zlib's. */
export function crc32(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
