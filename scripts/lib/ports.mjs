import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { writeAtomically } from './files.mjs';

// Below the range from which Linux (32768) and macOS (49152) take the local ports of outgoing connections: a port of ours that is
// free for the moment of a restart must not be taken by one of those.
const LOWEST = 20_000;
const HIGHEST = 31_999;

/** @param {string} [host] undefined: all interfaces */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Given out by this process, and perhaps not listened at yet. */
const given = new Set();

export async function freePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST}.`);
}

/** The port each service had last time, so that a restart finds it in the same place. */
export class PortBook {
  #file;
  #ports;

  constructor(dataDir) {
    this.#file = path.join(dataDir, 'run', 'ports.json');
    try {
      this.#ports = JSON.parse(fs.readFileSync(this.#file, 'utf8'));
    } catch {
      this.#ports = {};
    }
  }

  /** The port of last time if it is free, else a new one, remembered. */
  async portFor(name) {
    const last = this.#ports[name];
    if (last && (await isFree(last))) return last;
    return this.newPortFor(name);
  }

  async newPortFor(name) {
    let port = await freePort();
    while (Object.values(this.#ports).includes(port)) port = await freePort();
    this.#ports[name] = port;
    writeAtomically(this.#file, JSON.stringify(this.#ports));
    return port;
  }
}
