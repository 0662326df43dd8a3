/** Log text is hostile: what it hides from the eye is made visible before it is shown. */

// Controls, and the characters that turn the reading direction, join or hide text.
// Named by number: written out they could not be read here either.
const HIDDEN_RANGES = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
];

const HIDDEN = new RegExp(
  `[${HIDDEN_RANGES.map((range) => range.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('-')).join('')}]`,
  'g',
);

/** Text with its invisible characters written out, for one line: a line feed becomes `␊`, U+202E `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, mark);
}

/** As `visible`, but line feeds and tabs keep their meaning: for blocks of text. */
export function visibleBlock(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : mark(character),
  );
}

/** A file name made of `text`: what a file system or a shell might trip over becomes `_`. */
export function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80) || '_';
}

/** The text, or its beginning and its end around an ellipsis when it is longer than `length`. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor(length / 3);
  return `${text.slice(0, length - tail - 1)}…${text.slice(text.length - tail)}`;
}

/** The text, or its end behind an ellipsis when it is longer than `length`: of a path the end says most. */
export function shortenPath(path: string, length: number): string {
  return path.length <= length ? path : `…${path.slice(path.length - length + 1)}`;
}

/** Where a record lies: the input's path and, of an archive, the part's: `a.zip › logs/b.json`. */
export function placeName({ path, part }: { path: string; part: string | null }): string {
  return part === null ? path : `${path} › ${part}`;
}

function mark(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
