/** What happens before and beside drawing: closing the exits that no policy governs, starting the engine. */
import { blockText, unpackBlock } from '../base/blocks.ts';
import { failToStart, startEngine, warmUp } from '../engine/session.ts';
import { sampleFile, tableFile } from '../views/intake.ts';

/**
 * Takes away what a content security policy does not forbid: opening a window is a navigation, and WebRTC sends
 * packets whatever `connect-src` says. No script of the page uses them, and no other script can run.
 */
export function closeExits(): void {
  for (const name of ['open', 'RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel']) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
}

/** Decodes and compiles the core, once for both workers. Runs after the drop zone is on screen. */
export async function startCore(): Promise<void> {
  try {
    await painted();
    const worker = new Blob([blockText('touchstone-worker')], { type: 'text/javascript' });
    const module = await WebAssembly.compile(await unpackBlock('touchstone-core'));
    // Some megabytes of text that nobody reads again.
    document.getElementById('touchstone-core')?.remove();
    startEngine(module, URL.createObjectURL(worker));
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
    // What is dropped is then read by code that has yet to get fast.
    console.warn('warming up', error);
  }
}

/** Resolves after the next painting, or soon where nothing is painted, as in a tab behind others. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    setTimeout(resolve, 100);
  });
}
