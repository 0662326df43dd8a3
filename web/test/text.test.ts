import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from '../src/base/json.ts';
import { fileName, linesOf, shorten, visible, visibleBlock } from '../src/base/text.ts';

test('what hides in a log is written out', () => {
  assert.equal(visible('a\nb\tc\u0000'), 'a␊b␉c␀');
  assert.equal(visible('evil\u202egpj.exe'), 'evil⟨U+202E⟩gpj.exe');
  assert.equal(visible('a\u200bb\ufeff'), 'a⟨U+200B⟩b⟨U+FEFF⟩');
  assert.equal(visible('<b>é漢字🔒</b>'), '<b>é漢字🔒</b>');
  assert.equal(visibleBlock('a\n\tb\r'), 'a\n\tb␍');
});

test('a file name holds nothing that a system could trip over', () => {
  assert.equal(fileName('../../etc/passwd'), '.._.._etc_passwd');
  assert.equal(fileName('a b\u0000c'), 'a_b_c');
  assert.equal(fileName(''), '_');
});

test('a text is divided into lines between words, and within words that are too long', () => {
  assert.deepEqual(linesOf('one two three', 7), ['one two', 'three']);
  assert.deepEqual(linesOf('0123456789', 4), ['0123', '4567', '89']);
  assert.deepEqual(linesOf('a 0123456789', 4), ['a', '0123', '4567', '89']);
  assert.deepEqual(linesOf('', 4), []);
  assert.deepEqual(linesOf('🔒🔒🔒', 2).join(''), '🔒🔒🔒');
});

test('a long text keeps its beginning and its end', () => {
  assert.equal(shorten('abcdefghij', 7), 'abcd…ij');
  assert.equal(shorten('abc', 7), 'abc');
});

function laidOut(text: string): string {
  return layOut(text)
    .map((piece) => piece.text)
    .join('');
}

test('JSON is indented, and its digits are left as they stand', () => {
  assert.equal(
    laidOut('{"a":9007199254740993,"b":[1.0e5,{}],"c":[],"d":null,"e\\"":"x, y: {z}"}'),
    '{\n  "a": 9007199254740993,\n  "b": [\n    1.0e5,\n    {}\n  ],\n  "c": [],\n  "d": null,\n  "e\\"": "x, y: {z}"\n}',
  );
});

test('a record that is nested without end does not fill memory with blanks', () => {
  const levels = 20_000;
  assert.ok(laidOut('['.repeat(levels) + ']'.repeat(levels)).length < levels * 300);
});

test('keys and values are told apart', () => {
  const kinds = layOut('{"k":"v","n":-1,"t":true}').filter(({ kind }) => kind !== 'mark' && kind !== 'space');
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['key', 'string', 'key', 'number', 'key', 'word'],
  );
});

test('what is no JSON is shown as it is; what is broken JSON loses nothing but blanks', () => {
  assert.equal(laidOut('not json at all'), 'not json at all');
  assert.equal(laidOut(''), '');
  for (const broken of [
    '{"a": "unterminated',
    '{]',
    '[[[',
    '{"a":1}}}',
    '{"a":tru',
    '[1,,2]',
    '{"\u0000":"\\"}',
  ]) {
    assert.equal(laidOut(broken).replace(/\s/g, ''), broken.replace(/\s/g, ''));
  }
});
