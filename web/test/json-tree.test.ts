import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JsonNode, mayBeJson, textOf, treeOf } from '../src/base/json-tree.ts';

/** The tree as JSON again. */
function written(node: JsonNode): string {
  if (node.kind === 'scalar') return node.token;
  const members = node.members.map(({ name, node: inner }) =>
    node.kind === 'object' ? `${JSON.stringify(name)}:${written(inner)}` : written(inner),
  );
  return node.kind === 'object' ? `{${members}}` : `[${members}]`;
}

test('a tree keeps every digit, key and member', () => {
  for (const text of [
    '{"a":3049056262456431186970,"b":[1.50,1E400,-0],"a":"twice"}',
    '[{"x":"{\\"y\\":[1]}"},[],{},null,true,false,"\\u00e9"]',
    '{"":{"":[[[[]]]]}}',
  ]) {
    assert.ok(mayBeJson(text));
    const tree = treeOf(` ${text} `);
    assert.ok(tree);
    assert.equal(written(tree), text);
  }
});

test('what is no JSON object or array has no tree', () => {
  const texts = [
    '',
    'a',
    '1',
    '"a"',
    '{',
    '[1',
    '[1,]',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    '[1]]',
    '[1 2]',
    '{,}',
    '[,1]',
  ];
  for (const text of [...texts, `${'['.repeat(5000)}${']'.repeat(5000)}`])
    assert.equal(treeOf(text), null, text);
  for (const text of ['{}', '[]', 'x', '{x}', 'SELECT [a]']) assert.equal(mayBeJson(text), false, text);
  assert.equal(textOf('"a\\nb"'), 'a\nb');
  assert.equal(textOf('12'), null);
});
