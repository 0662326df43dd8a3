// `npm start [-- --release]`: set-up, build, and the page on this machine's own address.

import { join } from 'node:path';
import { build } from './build.mjs';
import { serve } from './serve.mjs';
import { root } from './setup/machine.mjs';

const FIRST_PORT = 8080;

const QUICK = `
It was built quickly, and is larger and slower than a release; \`npm run build\` makes that, in some minutes more.`;

const isRelease = process.argv.includes('--release');
build(isRelease ? [] : ['--quick']);
const dist = join(root, 'dist');
const server = await serve(dist, FIRST_PORT);
console.log(`
Touchstone is served at  http://127.0.0.1:${server.address().port}/
The same page is a file  ${join(dist, 'touchstone.html')}
It needs no server: it can be opened by a double click. Ctrl-C stops this one.${isRelease ? '' : QUICK}`);

process.on('SIGINT', () => process.exit(0));
