import { sleep } from '../processes.mjs';

const succeeded = async (url, timeoutSeconds) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutSeconds * 1000), redirect: 'manual' });
    await response.body?.cancel();
    return response.status >= 200 && response.status < 400;
  } catch {
    return false;
  }
};

/**
 * Asks a container as the kubelet does: until its start is over nothing but the startup probe, then liveness and readiness, each as
 * often as it says and with as much patience.
 */
export class Probes {
  #container;
  #address;
  #ask;
  #over = false;
  #loops = [];
  isStarted = false;
  isReady = false;
  /** `ready`, `not ready`: each time that it changed. */
  changes = [];
  /** Why the kubelet would end the container; null: it would not. */
  verdict = null;

  /** @param {(url: string, timeoutSeconds: number) => Promise<boolean>} [ask] */
  constructor(container, address, ask = succeeded) {
    this.#container = container;
    this.#address = address;
    this.#ask = ask;
  }

  start() {
    this.#loops.push(this.#begin());
    return this;
  }

  async #begin() {
    const { startupProbe, livenessProbe, readinessProbe } = this.#container;
    if (startupProbe && !(await this.#poll(startupProbe, (answers) => answers.well, 'it did not start'))) return;
    this.isStarted = true;
    if (!readinessProbe) this.isReady = true;
    if (livenessProbe) this.#loops.push(this.#poll(livenessProbe, () => false, 'it is not alive'));
    if (readinessProbe) this.#loops.push(this.#poll(readinessProbe, () => false, null));
  }

  /** @returns whether `isEnough` said so; else the container was given up, or nobody asks any more */
  async #poll(probe, isEnough, verdict) {
    const { periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3, successThreshold = 1, initialDelaySeconds = 0 } = probe;
    const url = this.#urlOf(probe);
    let [well, ill] = [0, 0];
    await this.#pause(initialDelaySeconds);
    while (!this.#over) {
      const isWell = await this.#ask(url, timeoutSeconds);
      [well, ill] = isWell ? [well + 1, 0] : [0, ill + 1];
      if (this.#over) return false;
      if (verdict === null) this.#judge(well >= successThreshold, ill >= failureThreshold);
      else if (ill >= failureThreshold) {
        this.verdict = `${verdict}: ${url} failed ${ill} times`;
        return false;
      }
      if (isEnough({ well: well >= successThreshold })) return true;
      await this.#pause(periodSeconds);
    }
    return false;
  }

  #judge(isWell, isIll) {
    if ((isWell && this.isReady) || (isIll && !this.isReady) || (!isWell && !isIll)) return;
    this.isReady = isWell;
    this.changes.push(isWell ? 'ready' : 'not ready');
  }

  #urlOf({ httpGet: { path, port } }) {
    const named = this.#container.ports?.find(({ name }) => name === port);
    return `http://${this.#address}:${named?.containerPort ?? port}${path}`;
  }

  async #pause(periodSeconds) {
    const until = Date.now() + periodSeconds * 1000;
    while (!this.#over && Date.now() < until) await sleep(Math.min(100, until - Date.now()));
  }

  async stop() {
    this.#over = true;
    await Promise.all(this.#loops);
  }
}
