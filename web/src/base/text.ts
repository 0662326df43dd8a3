/** Log text is hostile: invisible characters are made visible before it is shown. */

// Control characters, and those that change the reading direction, join or hide text. As numbers, since they
// would be invisible here as well.
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

/** Text for one line with invisible characters written out: a line feed becomes `␊`, U+202E `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, mark);
}

/** As `visible`, but keeps line feeds and tabs: for blocks of text. */
export function visibleBlock(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : mark(character),
  );
}

/** A file name from `text`: characters that a file system or shell could trip over become `_`. */
export function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80) || '_';
}

/** The text; if longer than `length`, its start and end around an ellipsis. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor(length / 3);
  return `${text.slice(0, length - tail - 1)}…${text.slice(text.length - tail)}`;
}

/** The text in lines of at most `length` characters; a word that is longer is divided. */
export function linesOf(text: string, length: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => one.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? [])) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= length) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The path; if longer than `length`, its end after an ellipsis, because the end is most specific. */
export function shortenPath(path: string, length: number): string {
  return path.length <= length ? path : `…${path.slice(path.length - length + 1)}`;
}

/** The location of a record: the input's path and, in an archive, the member's: `a.zip › logs/b.json`. */
export function placeName({ path, part }: { path: string; part: string | null }): string {
  return part === null ? path : `${path} › ${part}`;
}

function mark(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The text with a capital first letter. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A text as a sentence: with a full stop, unless it ends with another mark. */
export function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
