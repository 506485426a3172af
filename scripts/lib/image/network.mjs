import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

/** Interfaces have at most fifteen letters, and the network at most as many pods as a byte counts. */
const PREFIX = 'kadr-ic';

/**
 * A network of pods alone: each has its own addresses and ports, as on a cluster, and reaches what listens at the gateway and nothing
 * else, for nothing is routed.
 */
export class PodNetwork {
  #ip;
  #bridge;
  #subnet;
  #spaces = [];
  #doors = [];

  constructor({ env }) {
    this.#ip = (...args) =>
      execFileSync('ip', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    this.#bridge = `${PREFIX}${process.pid}`;
  }

  get gateway() {
    return `${this.#subnet}.1`;
  }

  open() {
    const taken = this.#ip('-4', 'route', 'show', 'table', 'all') + this.#ip('-4', '-o', 'address');
    const free = Array.from({ length: 200 }, (_, i) => `10.213.${i + 20}`).find((subnet) => !taken.includes(`${subnet}.`));
    if (!free) throw new Error('there is no free network below 10.213.0.0/16');
    this.#subnet = free;
    this.#ip('link', 'add', this.#bridge, 'type', 'bridge');
    this.#ip('address', 'add', `${this.gateway}/24`, 'dev', this.#bridge);
    this.#ip('link', 'set', this.#bridge, 'up');
  }

  /** @returns {{ address: string, file: string }} `file`: the network's name space */
  add(name) {
    const number = this.#spaces.length + 2;
    const space = `${this.#bridge}-${name}`;
    const [outer, inner] = [`${this.#bridge}-${number}`, 'eth0'];
    this.#ip('netns', 'add', space);
    this.#spaces.push(space);
    this.#ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', space);
    this.#ip('link', 'set', outer, 'master', this.#bridge, 'up');
    const address = `${this.#subnet}.${number}`;
    for (const words of [
      ['address', 'add', `${address}/24`, 'dev', inner],
      ['link', 'set', inner, 'up'],
      ['link', 'set', 'lo', 'up'],
    ])
      this.#ip('-n', space, ...words);
    return { address, file: `/run/netns/${space}` };
  }

  /** What listens at a port of this machine's own, at `port` of the gateway: what a Service is on a cluster. */
  async offer(port, target) {
    const server = net.createServer((socket) => {
      const onward = net.connect(target, '127.0.0.1');
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, this.gateway, resolve));
    server.unref();
    this.#doors.push(server);
  }

  close() {
    for (const server of this.#doors.splice(0)) server.close();
    const quietly = (...words) => {
      try {
        this.#ip(...words);
      } catch {
        /* not there any more */
      }
    };
    // With its name space goes an interface, and with that its other end.
    for (const space of this.#spaces.splice(0)) quietly('netns', 'delete', space);
    quietly('link', 'delete', this.#bridge);
  }
}

/** Of a check that was killed: its networks stay. @param {(pid: number) => boolean} isAlive */
export function sweepNetworks({ env, isAlive }) {
  const ip = (...args) =>
    execFileSync('ip', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
  const isLeft = (name) => {
    const pid = new RegExp(`^${PREFIX}(\\d+)`).exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  };
  const spaces = fs.existsSync('/run/netns') ? fs.readdirSync('/run/netns') : [];
  for (const space of spaces.filter(isLeft)) ip('netns', 'delete', space);
  for (const name of fs.readdirSync('/sys/class/net').filter(isLeft)) ip('link', 'delete', name);
}
