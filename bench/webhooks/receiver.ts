/** A receiver as a process of its own: tells what it hears, and never answers where it is said to hang. */
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

let heard: { path: string; id: string; lateMs: number }[] = [];
const server = createServer((request, response) => {
  const [at, path] = [Date.now(), request.url ?? ''];
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { timestamp } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { timestamp: string };
    heard.push({ path, id: String(request.headers['webhook-id']), lateMs: at - Date.parse(timestamp) });
    if (!path.startsWith('/hangs')) response.writeHead(204).end();
  });
});
setInterval(() => {
  if (heard.length > 0) process.send?.(heard);
  heard = [];
}, 50);
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
