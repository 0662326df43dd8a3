// Bytes whose seven-bit groups could trip an HTML parser, at every offset of a group within a byte.

const TEXTS = [
  '</script>',
  '</SCRIPT\n',
  '<!--<script>',
  '-->',
  ']]>&lt;&#0;',
  '\0\0',
  '\r\n\r\n',
  '\n\r',
  '<',
  '\x1a\x1b\x7f',
];

/** The bytes whose seven-bit groups spell a text. */
function spelled(text) {
  const bits = [...text].map((letter) => letter.charCodeAt(0).toString(2).padStart(7, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

/** Random bytes, the same each time. */
function noise(length) {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** `[description, bytes]` */
export function awkwardBytes() {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  return [
    ...TEXTS.flatMap((text) =>
      Array.from({ length: 7 }, (_, before) => [
        `${JSON.stringify(text)} after ${before}`,
        Uint8Array.from([...Array(before).fill(0x55), ...spelled(text.repeat(8))]),
      ]),
    ),
    ...Array.from({ length: 18 }, (_, length) => [`${length} zeros`, new Uint8Array(length)]),
    ...[...every].map((byte) => [`seven times ${byte}`, new Uint8Array(7).fill(byte)]),
    ['every byte', every],
    [
      'every pair of bytes',
      Uint8Array.from([...every].flatMap((one) => [...every].flatMap((two) => [one, two]))),
    ],
    ...[1, 6, 7, 8, 1000, 200_003].map((length) => [`noise of ${length}`, noise(length)]),
  ];
}

/** The most that a block of zstd holds. */
const BLOCK_BYTES = 128 * 1024;

/** A zstd frame (RFC 8878) that holds bytes as they are, in raw blocks. */
export function storedFrame(bytes) {
  // A single segment whose length has four bytes.
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 5);
  const parts = [head];
  for (let at = 0; at === 0 || at < bytes.length; at += BLOCK_BYTES) {
    const part = bytes.subarray(at, at + BLOCK_BYTES);
    const isLast = at + BLOCK_BYTES >= bytes.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE((part.length << 3) | (isLast ? 1 : 0), 0, 3);
    parts.push(header, part);
  }
  return Buffer.concat(parts);
}
