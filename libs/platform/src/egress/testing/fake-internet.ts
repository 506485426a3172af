import { type LookupAddress } from 'node:dns';
import { type Server, type ServerResponse, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { GuardedFetch } from '../guarded-fetch.js';
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from './certificate.js';

export const PUBLIC: LookupAddress = { address: '93.184.216.34', family: 4 };
export const INSIDE: LookupAddress = { address: '127.0.0.1', family: 4 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The internet of a spec: whatever is dialled arrives at one TLS listener on loopback, which knows films.example and other.example. What
 * the guard wanted to dial is written down.
 */
export class FakeInternet {
  answer: Answer = (_request, response) => response.end('film');
  /** What names mean, one list for each time they are asked for; the last one stays. */
  names: Record<string, LookupAddress[][]> = {};
  readonly dialled: string[] = [];
  readonly requests: IncomingMessage[] = [];
  connections = 0;
  private readonly server: Server = createServer({ cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY }, (request, response) => {
    this.requests.push(request);
    this.answer(request, response);
  });

  async start(): Promise<this> {
    this.server.on('connection', () => this.connections++);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  reset(): void {
    this.answer = (_request, response) => response.end('film');
    this.names = { 'films.example': [[PUBLIC]], 'other.example': [[PUBLIC]] };
    this.dialled.length = 0;
    this.requests.length = 0;
    this.connections = 0;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  guard(allow: readonly string[] = []): GuardedFetch {
    return new GuardedFetch({
      allow: new Set(allow),
      resolve: (hostname) => {
        const means = this.names[hostname] ?? [];
        const now = means.length > 1 ? means.shift() : means[0];
        return now ? Promise.resolve(now) : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
      },
      dial: (addresses, options, callback) => {
        this.dialled.push(...addresses.map(({ address }) => address));
        const here = buildConnector({ ca: TEST_CERTIFICATE, allowH2: false, timeout: 5000, lookup: toLoopback });
        here({ ...options, port: String(this.port) }, callback);
      },
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const toLoopback: LookupFunction = (_hostname, { all }, callback) => {
  if (all) callback(null, [INSIDE]);
  else callback(null, INSIDE.address, INSIDE.family);
};
