import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { repositoryRoot } from '../services.mjs';
import { diesWithParent } from './processes.mjs';

const RULES = path.join(repositoryRoot, 'deploy/helm/kadr/files/rules.yaml');
/** A start may have to read what it kept. */
const READY_WITHIN_MS = 60_000;

/** A Prometheus that scrapes processes of Kadr and keeps our rules, on the loopback alone. */
export class Observer {
  #child;

  constructor(child, url) {
    this.#child = child;
    this.url = url;
  }

  /**
   * @param {object} options
   * @param {string} options.program Prometheus
   * @param {string} options.folder where it keeps its data
   * @param {string[]} options.targets `host:port` of each process's /metrics
   * @param {number} [options.intervalSeconds] between two scrapes
   * @param {number} [options.port] 0: any
   * @throws Error with the last lines of what it said
   */
  static async start({ program, folder, targets, intervalSeconds = 5, port = 0 }) {
    fs.mkdirSync(folder, { recursive: true });
    const config = path.join(folder, 'prometheus.yml');
    const every = `${intervalSeconds}s`;
    const settings = {
      global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
      rule_files: [RULES],
      scrape_configs: [{ job_name: 'kadr', static_configs: [{ targets }] }],
    };
    // JSON is YAML.
    fs.writeFileSync(config, JSON.stringify(settings, null, 2));
    const data = path.join(folder, 'data');
    const [command, ...args] = [
      ...diesWithParent('TERM'),
      program,
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=7d',
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return new Observer(child, await addressOf(child));
  }

  /** What an expression gives at this moment. @throws Error with Prometheus' own words */
  async query(expression) {
    const url = new URL('/api/v1/query', this.url);
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ query: expression }) });
    const { status, error, data } = await response.json();
    if (status !== 'success') throw new Error(`${expression}: ${error}`);
    return data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}

/** Where it listens, once it does. */
function addressOf(child) {
  const lines = [];
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`Prometheus ${why}:\n  ${lines.slice(-8).join('\n  ')}`));
    const timer = setTimeout(() => fail(`did not listen within ${READY_WITHIN_MS / 1000} s`), READY_WITHIN_MS);
    child.once('exit', (code) => (clearTimeout(timer), fail(`ended with ${code}`)));
    child.once('error', (error) => (clearTimeout(timer), fail(error.message)));
    let address = null;
    readline.createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      address ??= /msg="Listening on" address=(\S+)/.exec(line)?.[1] ?? null;
      if (address === null || !line.includes('Server is ready')) return;
      clearTimeout(timer);
      resolve(`http://${address}`);
    });
  });
}
