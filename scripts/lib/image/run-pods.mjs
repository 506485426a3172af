import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot, startServices } from '../../services.mjs';
import { build } from '../build.mjs';
import { good, seconds } from '../console.mjs';
import { quantity } from './bundle.mjs';
import { KADR_USER } from './contents.mjs';
import { factsOf, makeFilm } from './film.mjs';
import { PodNetwork } from './network.mjs';
import { Pod } from './pod.mjs';
import { renderedPods } from './rendered.mjs';

const ROLES = ['api', 'worker', 'renderer', 'scheduler'];
const FILM = { prompt: 'Why octopuses have three hearts', durationSeconds: 10, resolution: '480p', fps: 30, visuals: { seed: 7 } };
const FRAMES = 300;
const FILM_WITHIN_MS = 10 * 60_000;
const MIGRATED_WITHIN_MS = 5 * 60_000;

/** Postgres, NATS, Redis and a bucket in memory, at the gateway of the pods' network, under names as a cluster has them. */
async function offerServices({ work, programsDir, network, say, undo }) {
  const services = await startServices({ dataDir: path.join(work, 'services'), programsDir, durable: false, passwords: true, say });
  undo(() => services.stop({ quick: true }));
  if (services.missing.length > 0) throw new Error(services.missing.join('\n'));
  await build(repositoryRoot);
  const { s3Server } = await import(path.join(repositoryRoot, 'dist/libs/assets/src/storage/testing/s3-server.js'));
  const bucket = s3Server('films');
  const films = new URL(await bucket.start());
  undo(() => bucket.stop());
  const ports = { postgres: 5432, nats: 4222, redis: 6379, films: 9000 };
  for (const [name, port] of Object.entries(ports))
    await network.offer(port, name === 'films' ? Number(films.port) : services.get(name).port);
  const at = (name) => services.url(name).replace(/127\.0\.0\.1:\d+/, `${name}:${ports[name]}`);
  return { urls: { DATABASE_URL: at('postgres'), NATS_URL: at('nats'), REDIS_URL: at('redis') }, names: Object.keys(ports), services };
}

/** What the kernel says of a container's first process, and what happens to who writes where nothing may be written. */
function confinementFaults(pod) {
  const faults = [];
  const { output } = pod.exec('cat', '/proc/1/status');
  const line = (name) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(output)?.[1]?.trim() ?? '';
  const wanted = { Uid: Array(4).fill(KADR_USER).join('\t'), Gid: Array(4).fill(KADR_USER).join('\t'), NoNewPrivs: '1', Seccomp: '2' };
  for (const kind of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) wanted[`Cap${kind}`] = '0'.repeat(16);
  for (const [name, value] of Object.entries(wanted))
    if (line(name) !== value) faults.push(`${pod.name}: ${name} is ${line(name)}, not ${value}`);
  for (const file of ['/kadr/written', '/usr/written', '/etc/written', '/written', '/run/written', '/var/log/written']) {
    if (pod.exec('touch', file).code === 0) faults.push(`${pod.name}: ${file} could be written`);
  }
  for (const folder of ['/tmp', '/var/lib/kadr']) {
    if (pod.exec('sh', '-c', `touch ${folder}/written && rm ${folder}/written`).code !== 0)
      faults.push(`${pod.name}: ${folder} cannot be written`);
  }
  const { memory, cpu } = pod.limits;
  const limits = [pod.group.memoryLimit(), pod.group.cpuQuota()];
  const said = [memory?.limit, cpu.quota ?? null];
  if (String(limits) !== String(said))
    faults.push(`${pod.name}: memory and processors are limited to ${limits.join(' and ')}, not to ${said.join(' and ')}`);
  return faults;
}

const sizeBelow = (folder) =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => {
    const stat = fs.lstatSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    return sum + (stat?.isFile() ? stat.size : 0);
  }, 0);

/**
 * Runs the chart's pods from the image: the job that migrates, one pod of each role, a film, and their end.
 * @param {object} place `work`, `logs`, `programsDir`, `tools`, `rootfs`, `image`, `seccomp`, `undo`, `signal`
 * @returns {Promise<string[]>} what was not as it should be
 */
export async function runPods({ hasFullHd, say, ...place }) {
  const { work, programsDir, tools, undo, signal } = place;
  const faults = [];
  const network = new PodNetwork(path.join(work, 'networks'), tools);
  undo(() => network.close());
  network.open();
  const endpoints = Object.fromEntries(['migrate', ...ROLES, 'test'].map((name) => [name, network.add(name)]));
  const { urls, names, services } = await offerServices({ work, programsDir, network, say, undo });
  const url = `http://${endpoints.api.address}:3000`;
  const config = { KADR_PUBLIC_URL: url, KADR_STORAGE_URL: 's3://films?endpoint=http://films:9000&region=eu-1&pathStyle=true' };
  const { roles, migrate, test, configMaps } = await renderedPods({ programsDir, work, config, service: { port: 3000 } });
  const key = `kadr_${randomBytes(16).toString('hex')}`;
  const own = { KADR_SECRETS_KEY: randomBytes(32).toString('base64'), KADR_BOOTSTRAP_API_KEY: key };
  const secrets = { kadr: { ...urls, ...own, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' } };
  const hosts = { ...Object.fromEntries(names.map((name) => [name, network.gateway])), kadr: endpoints.api.address };
  const podOf = (name, spec) => {
    const pod = new Pod(name, spec, { ...place, configMaps, secrets, hosts, endpoint: endpoints[name] });
    undo(() => pod.dispose());
    return pod;
  };
  /** Of one that is to end by itself. */
  const toItsEnd = async (pod, patienceMs) => {
    const exit = await pod.run(patienceMs, signal);
    if (exit !== 0) throw new Error(`the pod ${pod.name} ended with ${exit}:\n${pod.tail()}`);
    return Date.now() - pod.startedAt;
  };

  good(`the job that migrates ended with 0 after ${seconds(await toItsEnd(podOf('migrate', migrate), MIGRATED_WITHIN_MS))}`);
  const pods = ROLES.map((name) => podOf(name, roles[name]).start());
  const check = () => {
    signal.throwIfAborted();
    for (const pod of pods) pod.check();
  };
  const readyAfter = await Promise.all(pods.map((pod) => pod.ready(signal)));
  good(`ready after ${pods.map((pod, i) => `${pod.name} ${seconds(readyAfter[i])}`).join(', ')} (all at once)`);
  for (const pod of pods) faults.push(...confinementFaults(pod));

  const file = path.join(work, 'film.mp4');
  const made = await makeFilm({ url, key, order: FILM, file, check, patienceMs: FILM_WITHIN_MS });
  const facts = await factsOf(services.ffmpeg.ffprobe, file);
  good(`a film of ${facts.seconds} s in ${seconds(made.ms)}: ${facts.size}, ${facts.codecs}, ${facts.frames} frames, ${made.bytes} bytes`);
  if (facts.codecs !== 'h264 aac' || facts.frames !== FRAMES || facts.size !== '480×854')
    faults.push(`the film is not what was ordered: ${JSON.stringify(facts)}`);
  if (hasFullHd) good(`the pod of \`helm test\` had its film after ${seconds(await toItsEnd(podOf('test', test), FILM_WITHIN_MS))}`);

  check();
  for (const pod of pods) {
    if (!pod.probes.isReady || pod.probes.changes.length > 1)
      faults.push(`${pod.name}: its readiness was ${pod.probes.changes.join(', ')}`);
    if (pod.group.killedForMemory() > 0) faults.push(`${pod.name}: killed for want of memory`);
    for (const { name, emptyDir } of pod.spec.volumes) {
      const limit = quantity(emptyDir.sizeLimit);
      if (sizeBelow(pod.volumes[name]) > limit) faults.push(`${pod.name}: the volume ${name} holds more than ${emptyDir.sizeLimit}`);
    }
  }
  const mb = (bytes) => (bytes === null ? '?' : Math.round(bytes / 2 ** 20));
  good(
    `most memory of limit, MiB: ${pods.map(({ name, group }) => `${name} ${mb(group.memoryPeak())} of ${mb(group.memoryLimit())}`).join(', ')}`,
  );
  const ends = await Promise.all(pods.map((pod) => pod.stop()));
  ends.forEach(({ exit, ms, graceMs }, i) => {
    if (exit !== 0 || ms >= graceMs)
      faults.push(`${pods[i].name}: ended with ${exit} after ${seconds(ms)} of ${seconds(graceMs)}\n${pods[i].tail()}`);
  });
  good(
    `SIGTERM: ${pods.map((pod, i) => `${pod.name} ${ends[i].exit} after ${seconds(ends[i].ms)} of ${ends[i].graceMs / 1000}`).join(', ')}`,
  );
  return faults;
}
