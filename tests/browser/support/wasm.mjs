// The linear memory of the page's engine, through Chromium's debugging protocol: the page itself exposes no
// access to it.

const PAGE_BYTES = 65_536;

/** Grows the engine's memory to so many bytes, as if they were loaded data; later data lies beyond them. */
export async function growMemory(page, bytes) {
  const memory = await engineMemory(page);
  await memory.call(
    'function (pages) { for (const memory of this) memory.grow(pages - memory.buffer.byteLength / 65536); }',
    Math.ceil(bytes / PAGE_BYTES),
  );
}

/** The size of the memory. */
export async function memoryBytes(page) {
  const memory = await engineMemory(page);
  return memory.call('function () { return this[0].buffer.byteLength; }');
}

async function engineMemory(page) {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) !== 'engine') continue;
    const { client } = worker;
    const prototype = await client.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
    const { objects } = await client.send('Runtime.queryObjects', {
      prototypeObjectId: prototype.result.objectId,
    });
    return {
      call: async (functionDeclaration, ...values) => {
        const { result, exceptionDetails } = await client.send('Runtime.callFunctionOn', {
          objectId: objects.objectId,
          functionDeclaration,
          arguments: values.map((value) => ({ value })),
          returnByValue: true,
        });
        if (exceptionDetails)
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      },
    };
  }
  throw new Error('the page has no engine');
}
