import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SwallowingProxy {
  readonly url: string;
  swallow(): void;
  deliver(): void;
  /** Of the connections that stand now nothing is delivered any more; new ones work. */
  swallowThese(): void;
  close(): Promise<void>;
}

/** A line to Postgres that can be made to swallow what is sent, both ways, while it stands. */
export async function swallowingProxy(url: string): Promise<SwallowingProxy> {
  const target = new URL(url);
  let isSwallowing = false;
  const dead = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => isSwallowing || dead.has(from) || to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => isSwallowing || dead.has(from) || to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    swallow: () => void (isSwallowing = true),
    deliver: () => void (isSwallowing = false),
    swallowThese: () => sockets.forEach((socket) => dead.add(socket)),
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
