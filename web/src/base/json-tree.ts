/** JSON as a tree whose texts are those of the record: `JSON.parse` would round large numbers and drop repeated keys. */

/** A value: a scalar as written, or the members of an object or array. */
export type JsonNode =
  | { kind: 'scalar'; token: string }
  | { kind: 'object' | 'array'; members: { name: string; node: JsonNode }[] };

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:]/gsy;

/** Deeper values are not unfolded. */
const MAX_DEPTH = 100;

/** Whether a text looks like an object or array with something in it. */
export function mayBeJson(text: string): boolean {
  return /^\s*(?:\{\s*"|\[\s*[^\]\s])/.test(text) && /[\]}]\s*$/.test(text);
}

/** The tree of an object or array; null if the text is not one. */
export function treeOf(text: string): JsonNode | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.length; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return null;
    if (token.trim() !== '') tokens.push(token);
  }
  let at = 0;
  const value = (depth: number): JsonNode | null => {
    const token = tokens[at++];
    if (token === undefined || /^[\]},:]$/.test(token) || depth > MAX_DEPTH) return null;
    if (token !== '{' && token !== '[') return { kind: 'scalar', token };
    const isObject = token === '{';
    const close = isObject ? '}' : ']';
    const members: { name: string; node: JsonNode }[] = [];
    if (tokens[at] !== close) {
      do {
        let name = String(members.length);
        if (isObject) {
          const key = textOf(tokens[at++] ?? '');
          if (key === null || tokens[at++] !== ':') return null;
          name = key;
        }
        const node = value(depth + 1);
        if (node === null) return null;
        members.push({ name, node });
      } while (tokens[at++] === ',');
      at -= 1;
    }
    return tokens[at++] === close ? { kind: isObject ? 'object' : 'array', members } : null;
  };
  const tree = value(0);
  return tree === null || tree.kind === 'scalar' || at !== tokens.length ? null : tree;
}

/** The text of a string as written in JSON; null for other tokens. */
export function textOf(token: string): string | null {
  if (!token.startsWith('"')) return null;
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}
