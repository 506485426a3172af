import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Interfaces have at most fifteen letters, and the network at most as many pods as a byte counts. */
const PREFIX = 'kadr-ic';

/** `ip` and the like. @throws Error with what it said */
const runner =
  ({ env }) =>
  (...words) =>
    execFileSync(words[0], words.slice(1), { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

/**
 * A network of pods alone: each has its own addresses and ports, as on a cluster, and reaches what listens at the gateway and nothing
 * else, for nothing is routed.
 */
export class PodNetwork {
  #run;
  #bridge = `${PREFIX}${process.pid}`;
  #subnet;
  #folder;
  #spaces = [];
  #doors = [];

  /** @param {string} folder for its name spaces: each is a file that is mounted upon */
  constructor(folder, tools) {
    this.#folder = folder;
    this.#run = runner(tools);
  }

  get gateway() {
    return `${this.#subnet}.1`;
  }

  open() {
    const taken = this.#run('ip', '-4', 'route', 'show', 'table', 'all') + this.#run('ip', '-4', '-o', 'address');
    const free = Array.from({ length: 200 }, (_, i) => `10.213.${i + 20}`).find((subnet) => !taken.includes(`${subnet}.`));
    if (!free) throw new Error('there is no free network below 10.213.0.0/16');
    this.#subnet = free;
    fs.mkdirSync(this.#folder, { recursive: true });
    this.#run('ip', 'link', 'add', this.#bridge, 'type', 'bridge');
    this.#run('ip', 'address', 'add', `${this.gateway}/24`, 'dev', this.#bridge);
    this.#run('ip', 'link', 'set', this.#bridge, 'up');
  }

  /** @returns {{ address: string, file: string }} `file`: the network's name space */
  add(name) {
    const number = this.#spaces.length + 2;
    const file = path.join(this.#folder, name);
    const [outer, inner] = [`${this.#bridge}-${number}`, 'eth0'];
    fs.writeFileSync(file, '');
    this.#spaces.push(file);
    this.#run('unshare', `--net=${file}`, 'true');
    this.#run('ip', 'link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', file);
    this.#run('ip', 'link', 'set', outer, 'master', this.#bridge, 'up');
    const address = `${this.#subnet}.${number}`;
    for (const words of [
      ['address', 'add', `${address}/24`, 'dev', inner],
      ['link', 'set', inner, 'up'],
      ['link', 'set', 'lo', 'up'],
    ])
      this.#run('nsenter', `--net=${file}`, 'ip', ...words);
    return { address, file };
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
    this.#spaces.splice(0).forEach((file, i) => {
      quietly(() => this.#run('ip', 'link', 'delete', `${this.#bridge}-${i + 2}`));
      quietly(() => this.#run('umount', file));
    });
    quietly(() => this.#run('ip', 'link', 'delete', this.#bridge));
  }
}

function quietly(step) {
  try {
    step();
  } catch {
    /* not there any more */
  }
}

/** Of a check that was killed: interfaces stay, and mounts below its folder. @param {(pid: number) => boolean} isAlive */
export function sweepNetworks({ folder, tools, isAlive }) {
  const run = runner(tools);
  const mounted = fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  for (const file of mounted.filter((at) => at.startsWith(`${folder}/`))) quietly(() => run('umount', file));
  const isLeft = (name) => {
    const pid = new RegExp(`^${PREFIX}(\\d+)`).exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  };
  for (const name of fs.readdirSync('/sys/class/net').filter(isLeft)) quietly(() => run('ip', 'link', 'delete', name));
}
