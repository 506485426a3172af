import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { diesWithParent, sleep } from '../processes.mjs';
import { bundleOf } from './bundle.mjs';
import { groupOf } from './cgroups.mjs';
import { Probes } from './probes.mjs';

/** Folders of a pod's volumes, as kubelet makes an emptyDir: everybody's, and files in it belong to the pod's group. */
function makeVolumes(pod, folder) {
  const made = {};
  for (const { name, emptyDir } of pod.volumes ?? []) {
    if (!emptyDir) throw new Error(`the volume ${name} is no emptyDir: that is not run here`);
    made[name] = path.join(folder, 'volumes', name);
    fs.mkdirSync(made[name], { recursive: true });
    if (pod.securityContext?.fsGroup !== undefined) fs.chownSync(made[name], 0, pod.securityContext.fsGroup);
    fs.chmodSync(made[name], 0o2777);
  }
  return made;
}

/** What kubelet writes for a container: who it is, and by which names it finds others. */
function makeFiles(folder, { name, address, hosts }) {
  const lines = ['127.0.0.1 localhost', `${address} ${name}`, ...Object.entries(hosts).map(([host, at]) => `${at} ${host}`)];
  const files = { '/etc/hosts': lines.join('\n'), '/etc/hostname': name, '/etc/resolv.conf': 'options ndots:5' };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => {
      const kept = path.join(folder, path.basename(file));
      fs.writeFileSync(kept, `${text}\n`);
      return [file, kept];
    }),
  );
}

/** One pod of the chart, run by runc from the image's files. */
export class Pod {
  #tools;
  #runc;
  #child = null;
  #ended = null;

  /**
   * @param {string} name
   * @param {object} spec as the chart renders it
   * @param {object} place what bundleOf needs of the image and its settings; `work`, `logs`, `tools`, `endpoint` (of a PodNetwork), `hosts` by name
   */
  constructor(name, spec, place) {
    const { work, logs, tools, endpoint, hosts } = place;
    this.name = name;
    this.spec = spec;
    this.folder = path.join(work, 'pods', name);
    fs.mkdirSync(this.folder, { recursive: true });
    this.volumes = makeVolumes(spec, this.folder);
    this.address = endpoint.address;
    this.log = path.join(logs, `${name}.log`);
    this.group = groupOf(name);
    this.id = `kadr-image-check-${process.pid}-${name}`;
    const files = makeFiles(this.folder, { name, address: endpoint.address, hosts });
    const config = bundleOf(spec, {
      ...place,
      hostname: name,
      network: endpoint.file,
      cgroup: this.group.path,
      volumes: this.volumes,
      files,
    });
    fs.writeFileSync(path.join(this.folder, 'config.json'), JSON.stringify(config, null, 1));
    this.limits = config.linux.resources;
    this.#tools = tools;
    this.#runc = ['runc', '--root', path.join(work, 'runc')];
    this.probes = new Probes(spec.containers[0], endpoint.address);
  }

  start() {
    // It hands SIGTERM on: a pod does not outlive a check that is killed.
    const words = [...diesWithParent('TERM'), ...this.#tools.inside, ...this.#runc, 'run', '--bundle', this.folder, this.id];
    const log = fs.openSync(this.log, 'a');
    this.#child = spawn(words[0], words.slice(1), { stdio: ['ignore', log, log], detached: true });
    fs.closeSync(log);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, killedBy) => resolve(code ?? killedBy));
    });
    this.startedAt = Date.now();
    this.exit = null;
    void this.#ended.then((how) => (this.exit = how));
    return this;
  }

  /** Starts it and waits for its end. @returns exit code, or what else has come of it */
  async run(patienceMs, signal) {
    this.start();
    while (this.exit === null) {
      signal?.throwIfAborted();
      if (Date.now() - this.startedAt > patienceMs) return `nothing after ${patienceMs / 1000} s`;
      await sleep(50);
    }
    return this.exit;
  }

  /** @throws Error when it ends, or the kubelet would give it up. @returns milliseconds since its start */
  async ready(signal) {
    this.probes.start();
    for (;;) {
      signal?.throwIfAborted();
      this.check();
      if (this.probes.isReady) return Date.now() - this.startedAt;
      await sleep(50);
    }
  }

  /** @throws Error when it does not run as it should */
  check() {
    if (this.exit !== null) throw new Error(`the pod ${this.name} ended (${this.exit}):\n${this.tail()}`);
    if (this.probes.verdict !== null)
      throw new Error(`the kubelet would start the pod ${this.name} anew: ${this.probes.verdict}\n${this.tail()}`);
  }

  /** Runs a command in it, as `kubectl exec` does. @returns {{ code: number, output: string }} */
  exec(...command) {
    const words = [...this.#tools.inside, ...this.#runc, 'exec', this.id, ...command];
    try {
      return { code: 0, output: execFileSync(words[0], words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) };
    } catch (error) {
      return { code: error.status, output: `${error.stdout ?? ''}${error.stderr ?? ''}` };
    }
  }

  #signal(name) {
    const words = [...this.#tools.inside, ...this.#runc, 'kill', this.id, name];
    execFileSync(words[0], words.slice(1), { stdio: 'ignore' });
  }

  /** SIGTERM, and SIGKILL after its grace, as the kubelet does. @returns {Promise<{ exit: number | string, ms: number }>} */
  async stop() {
    await this.probes.stop();
    const from = Date.now();
    if (this.exit === null) this.#signal('TERM');
    const grace = (this.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    const timer = setTimeout(() => this.kill(), grace);
    const exit = await this.#ended;
    clearTimeout(timer);
    return { exit, ms: Date.now() - from, graceMs: grace };
  }

  /** Ends it at once. Twice is safe. */
  kill() {
    if (this.#child === null || this.exit !== null) return;
    try {
      this.#signal('KILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  /** After whatever happened: nothing of it runs, and its control groups are gone. */
  async dispose() {
    await this.probes.stop();
    this.kill();
    await this.#ended;
    const words = [...this.#tools.inside, ...this.#runc, 'delete', '--force', this.id];
    try {
      execFileSync(words[0], words.slice(1), { stdio: 'ignore' });
    } catch {
      /* it deleted itself */
    }
    this.group.remove();
  }

  tail(lines = 8) {
    return fs.readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }
}
