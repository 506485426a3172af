import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line between a process and a service, which can be cut, frozen and made slow. */
export class Wire {
  /** How long bytes take from the service to the process. */
  delayMs = 0;
  /** Whether connections are refused, and those that are open end. */
  private isCut = false;
  private isFrozen = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(to: { readonly port: number }) {
    this.server = createServer((near) => {
      if (this.isCut) return void near.destroy();
      const far = connect(to.port, '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(socket);
        if (this.isFrozen) socket.pause();
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
      }
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => {
        if (this.delayMs === 0) near.write(bytes);
        else setTimeout(() => near.write(bytes), this.delayMs);
      });
    });
  }

  static async to(port: number): Promise<Wire> {
    const wire = new Wire({ port });
    await new Promise<void>((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stay, and are accepted, and nobody answers. */
  freeze(): void {
    this.isFrozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  mend(): void {
    this.isCut = this.isFrozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  async end(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
