/**
 * Formats JSON without parsing its numbers: `JSON.parse` would round workspace ids above 2^53, and evidence
 * must show the digits of the record.
 */

/** The kind of a token, for its colour. */
export type PieceKind = 'key' | 'string' | 'number' | 'word' | 'mark' | 'space';

/** A token of formatted JSON. */
export type Piece = { kind: PieceKind; text: string };

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[A-Za-z]+|[[\]{},:]|[^\s]/gs;

/** Deeper levels are indented no further: a record may have a million. */
const MAX_INDENTED = 64;

/** Indents JSON by two spaces per level. Invalid JSON is returned as one token, unchanged. */
export function layOut(text: string): Piece[] {
  const tokens = text.match(TOKEN)?.filter((token) => token.trim() !== '') ?? [];
  if (tokens[0] !== '{' && tokens[0] !== '[') return [{ kind: 'space', text }];
  const pieces: Piece[] = [];
  let depth = 0;
  const indent = (): string => '  '.repeat(Math.min(depth, MAX_INDENTED));
  const breakLine = (): void => void pieces.push({ kind: 'space', text: `\n${indent()}` });
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (token === '{' || token === '[') {
      pieces.push({ kind: 'mark', text: token });
      depth += 1;
      if (next !== '}' && next !== ']') breakLine();
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      const before = tokens[at - 1];
      if (before !== '{' && before !== '[') breakLine();
      pieces.push({ kind: 'mark', text: token });
    } else if (token === ',') {
      pieces.push({ kind: 'mark', text: token });
      breakLine();
    } else if (token === ':') {
      pieces.push({ kind: 'mark', text: ': ' });
    } else {
      pieces.push({ kind: kindOf(token, next), text: token });
    }
  });
  return pieces;
}

function kindOf(token: string, next: string | undefined): PieceKind {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'string';
  return /^[-\d]/.test(token) ? 'number' : 'word';
}
