// The page's, the worker's and the style sheet's text, by esbuild.

import { build, transform } from 'esbuild';

const TARGET = 'es2022';

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    // The licences of what is bundled ask for their notice to stay.
    legalComments: 'inline',
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text.trim();
}

/**
 * esbuild writes `</script` as `<\\/script` by itself; `<!--` changes how HTML reads what follows it too, and occurs
 * in strings only, as JavaScript would take it for a comment elsewhere.
 */
function forHtml(script) {
  return script.replaceAll('<!--', '\\x3C!--');
}

/** The page: one classic script, as a module script does not run from file:// in Chromium. */
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

/** The worker: wasm-bindgen's glue, which declares `wasm_bindgen`, and then our own text, which uses it. */
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

/** Every browser that runs the core nests rules and knows light-dark(): nothing is lowered for older ones. */
export function bundleStyle(entry) {
  return bundle(entry, { loader: { '.svg': 'dataurl' } });
}
