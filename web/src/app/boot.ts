/** Start-up besides drawing: blocks what no policy can forbid and starts the engine. */
import { unpackBlock, workerScript } from '../engine/blocks.ts';
import { failToStart, startEngine, warmUp } from '../engine/session.ts';
import { sampleFile, tableFile } from '../views/file-input.ts';

/**
 * Removes what a content security policy does not cover: opening a window is a navigation, and WebRTC sends
 * packets regardless of `connect-src`. The page's scripts use neither, and no other script can run.
 */
export function closeExits(): void {
  for (const name of ['open', 'RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
}

/** Decodes and compiles the core once for all workers. Runs after the drop zone is on screen. */
export async function startCore(): Promise<void> {
  try {
    await painted();
    const module = await WebAssembly.compile(await unpackBlock('touchstone-core'));
    // Several megabytes of text that nobody reads again.
    document.getElementById('touchstone-core')?.remove();
    startEngine(module, workerScript());
    void warm();
  } catch (error) {
    failToStart(`This page cannot start here: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function warm(): Promise<void> {
  try {
    await painted();
    warmUp({ sample: await sampleFile(), table: await tableFile() });
  } catch (error) {
    // Without a warm-up, the first drop is read by slower code.
    console.warn('warming up', error);
  }
}

/** Resolves after the next paint, or shortly if nothing is painted, as in a background tab. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    setTimeout(resolve, 100);
  });
}
