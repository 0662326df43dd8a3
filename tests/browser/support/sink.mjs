// A listener that answers whoever comes, over TCP and UDP, on this machine's own address, and remembers who came.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts to listen. `seen` lists what arrived: `GET /path`, `CONNECT`, or `udp`. */
export async function listen() {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    // Whoever asks may read the answer, so that nothing but the page's own policy stands in the way.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    response.end('seen');
  });
  // A connection counts even if nothing that is HTTP comes over it.
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
