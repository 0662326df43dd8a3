// parquet-wasm: Parquet decoded to Arrow in WebAssembly. It makes no silver and no gold.
//
//     node parquet_wasm.mjs FILE

import { readFileSync } from 'node:fs';
import { readParquet } from 'parquet-wasm';
import { report } from './report.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('../../node_modules/parquet-wasm/package.json', import.meta.url), 'utf8'),
);
const begun = performance.now();
const table = readParquet(new Uint8Array(readFileSync(process.argv[2])), { batchSize: 65_536 });
const records = table.recordBatches().reduce((sum, batch) => sum + batch.numRows, 0);
report((performance.now() - begun) / 1000, { records }, `parquet-wasm ${version}`);
