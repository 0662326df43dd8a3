/** The data blocks of the page: `<script>` elements of types that no browser runs, with text, or zstd as text. */
import type { FromWorker, ToWorker } from './protocol.ts';

/** The text of a data block; throws if the page was truncated. */
export function blockText(id: string): string {
  return block(id).textContent;
}

let script: string | null = null;

/** An object URL of the worker script. */
export function workerScript(): string {
  script ??= URL.createObjectURL(new Blob([blockText('touchstone-worker')], { type: 'text/javascript' }));
  return script;
}

/** The bytes packed into a data block. A worker of its own unpacks them, so that the page stays responsive. */
export function unpackBlock(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const { textContent: text, dataset } = block(id);
  const message: ToWorker = {
    type: 'unpack',
    packed: { text, bytes: Number(dataset.bytes), crc: Number(dataset.crc) },
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerScript());
    const end = (settle: () => void): void => {
      worker.terminate();
      settle();
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'unpacked') end(() => resolve(data.bytes));
      else if (data.type === 'fatal') end(() => reject(new Error(data.message)));
    };
    worker.onerror = ({ message }) => end(() => reject(new Error(message || 'its worker did not start')));
    worker.postMessage(message);
  });
}

function block(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element?.textContent) throw new Error(`the page is incomplete: its block ${id} is missing`);
  return element;
}
