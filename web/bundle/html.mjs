// Parts of the document: text embedded in HTML unchanged, and the policy.

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { bytesToText } from './text.mjs';

/**
 * The Content-Security-Policy. Forbids all requests and all scripts except those named by hash; a worker
 * starts only from a blob made by such a script, and inherits the policy.
 */
export function policy({ scripts, styles }) {
  const directives = [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${styles.map(hash).join(' ')}`,
    'img-src data: blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">`;
}

function hash(text) {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

export function inlineScript(text) {
  return `<script>${unaltered(text, 'script')}</script>`;
}

export function inlineStyle(text) {
  return `<style>${unaltered(text, 'style')}</style>`;
}

/** A script element of a type that no browser runs; the page reads its text. */
export function textBlock(id, text) {
  return `<script type="text/plain" id="${id}">${unaltered(text, 'script')}</script>`;
}

/** The same for bytes, which the page decodes. */
export function dataBlock(id, bytes) {
  const text = unaltered(bytesToText(bytes), 'script');
  return `<script type="application/octet-stream" id="${id}" data-bytes="${bytes.length}" data-crc="${crc32(bytes)}">${text}</script>`;
}

/**
 * Text that an HTML parser returns unchanged, or an error: text that would end the element, open a comment or
 * be normalised would change, and its hash as well. code.mjs escapes the first two; the others do not occur.
 */
function unaltered(text, element) {
  const trouble = [new RegExp(`</${element}`, 'i'), /<!--/, /\r/, /\0/].find((pattern) => pattern.test(text));
  if (trouble) throw new Error(`the text of a <${element}> contains ${trouble}, which HTML does not keep`);
  return text;
}

/** Replaces each placeholder `<!-- build:NAME -->` with its part. */
export function fill(template, parts) {
  let html = template;
  for (const [name, text] of Object.entries(parts)) {
    const halves = html.split(`<!-- build:${name} -->`);
    if (halves.length !== 2)
      throw new Error(`index.html needs one <!-- build:${name} -->, not ${halves.length - 1}`);
    html = halves.join(text);
  }
  return html;
}
