// `npm start [-- --quick]`: set-up, build, and the page on this machine's own address.

import { join } from 'node:path';
import { build } from './build.mjs';
import { serve } from './serve.mjs';
import { root } from './setup/machine.mjs';

const FIRST_PORT = 8080;

build(process.argv.slice(2));
const dist = join(root, 'dist');
const server = await serve(dist, FIRST_PORT);
console.log(`
Touchstone is served at  http://127.0.0.1:${server.address().port}/
The same page is a file  ${join(dist, 'touchstone.html')}
It needs no server: it can be opened by a double click. Ctrl-C stops this one.`);

process.on('SIGINT', () => process.exit(0));
