import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { repositoryRoot, startServices } from '../../services.mjs';
import { build } from '../build.mjs';
import { good, seconds } from '../console.mjs';
import { quantity } from './bundle.mjs';
import { KADR_USER, sizesOf } from './contents.mjs';
import { beginFilm, factsOf, makeFilm } from './film.mjs';
import { PodNetwork } from './network.mjs';
import { Pod } from './pod.mjs';
import { renderedPods } from './rendered.mjs';

const ROLES = ['api', 'worker', 'renderer', 'scheduler'];
const FILM = { prompt: 'Why octopuses have three hearts', durationSeconds: 10, resolution: '480p', fps: 30, visuals: { seed: 7 } };
const FILM_IS = '480×854 h264 aac 300';
/** Long enough that it is not done before its pods are. */
const LONG_FILM = { ...FILM, durationSeconds: 60, resolution: '1080p' };
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
  const root = pod
    .exec('cat', '/proc/1/mountinfo')
    .output.split('\n')
    .find((one) => one.split(' ')[4] === '/');
  if (!/^ro(,|$)/.test(root?.split(' ')[5] ?? '')) faults.push(`${pod.name}: the root is mounted as ${root}`);
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

/** What a pod says of itself while it works. */
function lifeFaults({ name, probes, group }) {
  const faults = [];
  if (!probes.isReady || probes.changes.length > 1) faults.push(`${name}: its readiness was ${probes.changes.join(', ')}`);
  if (group.killedForMemory() > 0) faults.push(`${name}: something was killed for want of memory`);
  return faults;
}

function endFaults(pod, { exit, ms, graceMs }) {
  const faults = [];
  if (exit !== 0 || ms >= graceMs)
    faults.push(`${pod.name}: ended with ${exit} after ${seconds(ms)} of ${seconds(graceMs)}\n${pod.tail()}`);
  for (const { name, emptyDir } of pod.spec.volumes) {
    const { bytes } = sizesOf(pod.volumes[name]);
    if (bytes > quantity(emptyDir.sizeLimit))
      faults.push(`${pod.name}: the volume ${name} holds ${bytes} bytes, more than ${emptyDir.sizeLimit}`);
  }
  return faults;
}

/** The chart's pods for a network in which services are, each made when it is asked for. */
async function podsIn({ work, programsDir, tools, undo, say, ...place }) {
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
  const specs = { ...roles, migrate, test };
  const make = (name) => {
    const pod = new Pod(name, specs[name], { ...place, work, tools, configMaps, secrets, hosts, endpoint: endpoints[name] });
    undo(() => pod.dispose());
    return pod;
  };
  return { make, url, key, ffprobe: services.ffmpeg.ffprobe };
}

/**
 * Runs the chart's pods from the image: the job that migrates, one pod of each role, a film, and their end.
 * @param {(faults: string[]) => void} found is told at once of what is not as it should be
 * @param {object} place `work`, `logs`, `programsDir`, `tools`, `rootfs`, `image`, `seccomp`, `undo`, `signal`, `say`
 */
export async function runPods({ hasFullHd, found, ...place }) {
  const { work, signal } = place;
  const { make, url, key, ffprobe } = await podsIn(place);
  /** Of one that is to end by itself. */
  const toItsEnd = async (name, patienceMs) => {
    const pod = make(name);
    const exit = await pod.run(patienceMs, signal);
    if (exit !== 0) throw new Error(`the pod ${name} ended with ${exit}:\n${pod.tail()}`);
    return seconds(Date.now() - pod.startedAt);
  };
  good(`the job that migrates ended with 0 after ${await toItsEnd('migrate', MIGRATED_WITHIN_MS)}`);

  const pods = ROLES.map((name) => make(name).start());
  const ofEach = (say) => pods.map((pod, i) => `${pod.name} ${say(pod, i)}`).join(', ');
  const readyAfter = await Promise.all(pods.map((pod) => pod.ready(signal)));
  good(`ready after ${ofEach((_pod, i) => seconds(readyAfter[i]))} (all at once)`);
  found(pods.flatMap(confinementFaults));

  const check = () => {
    signal.throwIfAborted();
    for (const pod of pods) pod.check();
  };
  const ordering = { url, key, check, patienceMs: FILM_WITHIN_MS };
  const file = path.join(work, 'film.mp4');
  const made = await makeFilm({ ...ordering, order: FILM, file });
  const facts = await factsOf(ffprobe, file);
  good(`a film of ${facts.seconds} s in ${seconds(made.ms)}: ${facts.size}, ${facts.codecs}, ${facts.frames} frames, ${made.bytes} bytes`);
  if (`${facts.size} ${facts.codecs} ${facts.frames}` !== FILM_IS) found([`the film is not what was ordered: ${JSON.stringify(facts)}`]);
  if (hasFullHd) good(`the pod of \`helm test\` had its film after ${await toItsEnd('test', FILM_WITHIN_MS)}`);

  check();
  found(pods.flatMap(lifeFaults));
  const mib = (bytes) => (bytes === null ? '?' : Math.round(bytes / 2 ** 20));
  good(`most memory of limit, MiB: ${ofEach(({ group }) => `${mib(group.memoryPeak())} of ${mib(group.memoryLimit())}`)}`);
  const stage = await beginFilm({ ...ordering, order: LONG_FILM });
  const ends = await Promise.all(pods.map((pod) => pod.stop()));
  found(pods.flatMap((pod, i) => endFaults(pod, ends[i])));
  good(
    `SIGTERM while a film is at ${stage}: ${ofEach((_pod, i) => `${ends[i].exit} after ${seconds(ends[i].ms)} of ${ends[i].graceMs / 1000}`)}`,
  );
}
