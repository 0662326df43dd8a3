// Bundles the text of the page, the worker and the style sheet with esbuild.

import { build, transform } from 'esbuild';

const TARGET = 'es2022';

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    // The licences of bundled packages require their notices.
    legalComments: 'inline',
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text.trim();
}

/**
 * esbuild itself writes `</script` as `<\\/script`; `<!--` changes HTML parsing as well, and occurs only in
 * strings, because elsewhere JavaScript takes it for a comment.
 */
function forHtml(script) {
  return script.replaceAll('<!--', '\\x3C!--');
}

/** The page: one classic script, because Chromium does not run module scripts from file://. */
export async function bundleScript(entry) {
  const script = await bundle(entry, {
    format: 'iife',
    target: TARGET,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return forHtml(script);
}

/** The worker: wasm-bindgen's glue, which declares `wasm_bindgen`, followed by our script, which uses it. */
export async function bundleWorker(entry, glue) {
  const ours = await bundle(entry, { format: 'iife', target: TARGET });
  const result = await transform(`${glue}\n${ours}`, {
    minify: true,
    target: TARGET,
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'warning',
  });
  return forHtml(result.code.trim());
}

/** Every browser that runs the core supports nested rules and light-dark(), so nothing is lowered. */
export function bundleStyle(entry) {
  return bundle(entry, { loader: { '.svg': 'dataurl' } });
}
