// The rules over everything loaded: they are evaluated in the engine's worker once a file is read.

import { wasmMemory } from './memory.mjs';

const WAIT_MS = 10 * 60 * 1000;

/** Notes when everything is read and when its findings are there; call it before the file is dropped. */
export function watchFindings(page) {
  return page.evaluate(() => {
    const app = document.getElementById('app');
    window.benchFindings = new Promise((resolve) => {
      let read = null;
      const look = () => {
        const { state, findings, wasmBytes } = app.dataset;
        if (state === 'ready') read ??= { at: performance.now(), bytes: Number(wasmBytes) };
        if (read === null || findings === '') return;
        observer.disconnect();
        resolve({
          ms: performance.now() - read.at,
          findings: Number(findings),
          before_bytes: read.bytes,
        });
      };
      const observer = new MutationObserver(look);
      observer.observe(app, { attributes: true });
    });
  });
}

/**
 * Milliseconds from everything read to its findings, answers of the dashboard between them included; how many there are;
 * and the memory of the engine's instance before and after.
 */
export async function readFindings(page) {
  const late = new Promise((_, reject) =>
    setTimeout(() => reject(new Error('no findings')), WAIT_MS).unref(),
  );
  const told = await Promise.race([page.evaluate(() => window.benchFindings), late]);
  const { workers } = await wasmMemory(page);
  return { ...told, after_bytes: workers.find(({ name }) => name.includes('engine'))?.bytes };
}
