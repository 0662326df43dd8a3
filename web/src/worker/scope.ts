/** The globals of the worker script: the worker itself, and the glue that precedes it in the file. */
import type { Core } from '../engine/core.ts';
import type { FromWorker, ToWorker } from '../engine/protocol.ts';

declare const self: {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
declare const wasm_bindgen: Core;

/** The core's glue. */
export const core: Core = wasm_bindgen;

/** Sends a message to the page. */
export function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** Sets the handler for the page's messages. */
export function listen(handle: (message: ToWorker) => void): void {
  self.onmessage = (event: MessageEvent<ToWorker>) => handle(event.data);
}
