// Bytes as text that HTML keeps, at 1.15 bytes of UTF-8 a byte (base64: 1.33): Base-122 with other characters left out.
//
// The bits are taken seven at a time, and filled with zeros at the end. Seven bits are the ASCII character of their
// number, unless that is one of ESCAPED: then they and the five bits after them are one of 32 characters from U+00A0 on,
// of two bytes. There are no others, because browsers read a page fastest whose characters all lie below U+0100.
// `web/src/worker/unpack.ts` reads it, with the same list, and is told the number of bytes.

/** NUL and CR, which HTML replaces; and <, which could end the element or begin a comment. */
const ESCAPED = [0x00, 0x0d, 0x3c];

const FIRST = 0xa0;
const BITS_AFTER = 5;

/** Encodes bytes as text. */
export function bytesToText(bytes) {
  const codes = new Uint16Array(Math.ceil((bytes.length * 8) / 7));
  const end = bytes.length * 8;
  let length = 0;
  for (let at = 0; at < end; at += 7) {
    const code = bitsAt(bytes, at, 7);
    const row = ESCAPED.indexOf(code);
    if (row === -1) {
      codes[length++] = code;
    } else {
      codes[length++] = FIRST + (row << BITS_AFTER) + bitsAt(bytes, at + 7, BITS_AFTER);
      at += BITS_AFTER;
    }
  }
  return new TextDecoder('utf-16le').decode(codes.subarray(0, length));
}

/** Up to eight bits from a bit offset, most significant first; zeros after the end. */
function bitsAt(bytes, bit, count) {
  const at = bit >> 3;
  const two = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return (two >> (16 - (bit & 7) - count)) & ((1 << count) - 1);
}
