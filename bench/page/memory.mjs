// The linear memory of the page's WebAssembly instances, which never shrinks: its size is its peak.

/** The bytes of each worker's memories: `{ wasm_bytes, workers: [{ name, bytes }] }`. */
export async function wasmMemory(page) {
  const workers = [];
  for (const worker of page.workers()) {
    const { client } = worker;
    const prototype = await client.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
    const found = await client.send('Runtime.queryObjects', {
      prototypeObjectId: prototype.result.objectId,
    });
    const sizes = await client.send('Runtime.callFunctionOn', {
      objectId: found.objects.objectId,
      functionDeclaration: 'function () { return this.map((memory) => memory.buffer.byteLength); }',
      returnByValue: true,
    });
    const name = await worker.evaluate(() => self.name);
    workers.push({ name, bytes: sizes.result.value.reduce((sum, size) => sum + size, 0) });
  }
  return { wasm_bytes: workers.reduce((sum, { bytes }) => sum + bytes, 0), workers };
}
