// A listener on this machine that accepts TCP and UDP and records who connects.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts listening. `seen` lists what arrived: `GET /path`, `CONNECT`, or `udp`. */
export async function listen() {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    // Any origin may read the response, so that only the page's own policy can block it.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    response.end('seen');
  });
  // A connection counts even if it carries no HTTP.
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => {});
  });
  server.on('upgrade', (request, socket) => {
    seen.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => {
    seen.push('what is no HTTP');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  const packets = createSocket('udp4');
  packets.on('message', () => seen.push('udp'));
  packets.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(packets, 'listening')]);
  const { port } = server.address();
  const { port: udpPort } = packets.address();
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    udpPort,
    seen,
    connections: () => connections,
    forget() {
      seen.length = 0;
      connections = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
      packets.close();
    },
  };
}
