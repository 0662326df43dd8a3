import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSvg } from '../src/base/drawing.ts';

test('what logs say is text in a picture, never markup', () => {
  const cases: [string, string][] = [
    ['plain', 'plain'],
    ['<script>alert(1)</script> & "x"', '&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;x&#34;'],
    ['a\u0000b\u001bc', 'a\ufffdb\ufffdc'],
    ['\ud800', '\ufffd'],
    ['\u{1f600}', '\u{1f600}'],
    ['\ufffe', '\ufffd'],
  ];
  for (const [text, expected] of cases) {
    const svg = toSvg({
      width: 10,
      height: 20,
      font: 'x" onload="y',
      marks: [
        { kind: 'rect', x: 1 / 3, y: 0, width: 5, height: 5, fill: 'rgb(1, 2, 3)' },
        { kind: 'text', x: 0, y: 0, text, size: 12, fill: 'red', anchor: 'end', bold: true },
      ],
    });
    assert.ok(svg.includes(`>${expected}</text>`), svg);
    assert.ok(svg.includes('font-family="x&#34; onload=&#34;y"'), svg);
    assert.ok(svg.includes('<rect x="0.33" y="0" width="5" height="5" fill="rgb(1, 2, 3)"/>'), svg);
  }
});
