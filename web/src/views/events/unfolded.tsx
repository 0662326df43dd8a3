/** A value in full: code in its lines, JSON as a tree, JSON inside strings on demand. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { type JsonNode, mayBeJson, textOf, treeOf } from '../../base/json-tree.ts';
import { visible } from '../../base/text.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Value } from '../../widgets/value.tsx';

/** So many members are shown at once. */
const MANY = 200;

/** Whether a text has lines to keep: SQL, code, or a message. */
export function isCodeLike(text: string): boolean {
  return /\n./.test(text) && !mayBeJson(text);
}

/** The tree of a text that is JSON, on demand. */
export function Unfold({ text }: { text: string }): JSX.Element {
  return (
    <Disclosure title="Unfold JSON">
      <Tree text={text} />
    </Disclosure>
  );
}

function Text({ text }: { text: string }): JSX.Element {
  if (isCodeLike(text)) return <Lines text={text} />;
  return (
    <>
      <Value text={text} />
      {mayBeJson(text) && <Unfold text={text} />}
    </>
  );
}

/** A text in the lines that it has. */
export function Lines({ text }: { text: string }): JSX.Element {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return (
    <code class="code-lines">
      {lines.map((line, at) => (
        <div key={at}>{line === '' ? <br /> : <Value text={line} />}</div>
      ))}
    </code>
  );
}

function Tree({ text }: { text: string }): JSX.Element {
  const tree = treeOf(text);
  return tree === null ? <p class="absent">This is no valid JSON.</p> : <Members node={tree} />;
}

function Members({ node }: { node: JsonNode }): JSX.Element {
  const [most, setMost] = useState(MANY);
  if (node.kind === 'scalar') {
    const inner = textOf(node.token);
    return inner === null ? <span class="json-number">{node.token}</span> : <Text text={inner} />;
  }
  const { members } = node;
  if (members.length === 0) return <span class="absent">{node.kind === 'object' ? '{}' : '[]'}</span>;
  return (
    <ul class="json-tree">
      {members.slice(0, most).map(({ name, node: inner }, at) => (
        <li key={at}>
          <span class="json-key">{visible(name)}</span> <Members node={inner} />
        </li>
      ))}
      {members.length > most && (
        <li>
          <button type="button" class="more" onClick={() => setMost(most + MANY)}>
            {formatCount(MANY)} more of {formatCounted(members.length, 'member')}
          </button>
        </li>
      )}
    </ul>
  );
}
