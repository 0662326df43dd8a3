/**
 * The worker script, in three roles: `engine` loads and answers, `reader` reads for it, `digest` hashes. Before
 * that, it unpacks the page's data blocks, the core among them. It is a classic script that follows the core's no-modules glue, because `file://` allows nothing else.
 */
import type { Packed, ToWorker } from '../engine/protocol.ts';
import { serveDigest } from './digest.ts';
import { serveEngine } from './engine.ts';
import { serveReader } from './reader.ts';
import { core, listen, post } from './scope.ts';
import { messageOf } from './trap.ts';
import { unpack } from './unpack.ts';

/** Messages that arrived before the core was ready. */
const early: ToWorker[] = [];

listen((message) => {
  if (message.type === 'start') void start(message);
  else if (message.type === 'unpack') unpacked(message.packed);
  else early.push(message);
});

function unpacked(packed: Packed): void {
  try {
    const bytes = unpack(packed);
    post({ type: 'unpacked', bytes }, [bytes.buffer]);
  } catch (error) {
    post({ type: 'fatal', message: messageOf(error), path: null });
  }
}

async function start(message: Extract<ToWorker, { type: 'start' }>): Promise<void> {
  try {
    await core({ module_or_path: message.module });
    const serve = serveAs(message);
    listen(serve);
    post({ type: 'started' });
    for (const waiting of early.splice(0)) serve(waiting);
  } catch (error) {
    post({ type: 'fatal', message: `the core did not start: ${messageOf(error)}`, path: null });
  }
}

function serveAs({ role }: Extract<ToWorker, { type: 'start' }>): (message: ToWorker) => void {
  if (role === 'engine') return serveEngine();
  if (role === 'digest') return serveDigest();
  return serveReader();
}
