import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './orchestration/load.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';

export const name = 'fairness';

const CROWD = 40;
const FILM = { prompt: 'How lighthouses found their rhythm', durationSeconds: 10, resolution: '480p', fps: 24 };
const GENERATION = { model: 'local:illustrator', input: { prompt: 'An octopus at night' } };
const GENERATION_WITHIN_MS = 300_000;
/** The crowd fills every queue before the other one comes. */
const HEAD_START_MS = 5_000;

/**
 * One organisation's film and generation, alone and while another one has 40 films, 40 imports from an address that sends a byte now and
 * then, and 40 uploads under way. The baseline of each figure is the same order alone, in the same run.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'fairness-'));
  const tarPit = await startTarPit();
  const kadr = new StartedKadr(path.join(folder, 'data'), { KADR_EGRESS_ALLOW: tarPit.address, KADR_OVERLOAD_DELAY_MS: '0' });
  try {
    await kadr.start();
    const [crowd, lone] = [await kadr.organisation('crowd'), await kadr.organisation('lone')];
    const rounds = full ? 3 : 1;
    await filmSeconds(kadr, lone); // until the compiler has seen the code
    const alone = await timesOf(kadr, lone, rounds + 1);
    const stop = new AbortController();
    await fill(kadr, crowd, tarPit.address, stop.signal);
    await sleep(HEAD_START_MS);
    const beside = await timesOf(kadr, lone, rounds);
    stop.abort();
    const load = `another organisation has ${CROWD} films, ${CROWD} imports that do not end and ${CROWD} slow uploads under way`;
    for (const what of ['film', 'generation'] as const) {
      const [seconds, baseline] = [median(beside[what]), median(alone[what])];
      const named = what === 'film' ? 'a film of 10 s, 480p, POST to completed' : 'a picture by the local illustrator, POST to completed';
      const note = `less is better; the baseline is the same order alone; ${load}; ${rounds} made beside it, ${rounds + 1} alone`;
      report({ what: named, kadr: seconds, baseline, unit: 's', ratio: seconds / baseline, note });
    }
  } finally {
    await kadr.stop();
    tarPit.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timesOf(kadr: StartedKadr, key: string, rounds: number): Promise<{ film: number[]; generation: number[] }> {
  const times = { film: [] as number[], generation: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.film.push(await filmSeconds(kadr, key));
    times.generation.push(await generationSeconds(kadr, key));
  }
  return times;
}

async function filmSeconds(kadr: StartedKadr, key: string): Promise<number> {
  const begunAtMs = performance.now();
  await kadr.completed(await kadr.order(FILM, key), key);
  return (performance.now() - begunAtMs) / 1000;
}

async function generationSeconds(kadr: StartedKadr, key: string): Promise<number> {
  const begunAtMs = performance.now();
  const ordered = await kadr.request('/v1/generations', { method: 'POST', body: JSON.stringify(GENERATION) }, key);
  if (ordered.status !== 202) throw new Error(`the generation was answered ${ordered.status}: ${await ordered.text()}`);
  const { id } = (await ordered.json()) as { id: string };
  for (;;) {
    const { status } = (await (await kadr.request(`/v1/generations/${id}`, {}, key)).json()) as { status: string };
    const tookMs = performance.now() - begunAtMs;
    if (status === 'succeeded' || status === 'completed') return tookMs / 1000;
    if (status === 'failed' || tookMs > GENERATION_WITHIN_MS) throw new Error(`generation ${id} is ${status} after ${tookMs} ms`);
    await sleep(50);
  }
}

async function fill(kadr: StartedKadr, key: string, tarPit: string, signal: AbortSignal): Promise<void> {
  for (let n = 0; n < CROWD; n += 1) {
    await kadr.order({ ...FILM, prompt: `${FILM.prompt}, part ${n + 1}` }, key);
    const body = JSON.stringify({ url: `http://${tarPit}/${n}.mp4` });
    const imported = await kadr.request('/v1/assets', { method: 'POST', body }, key);
    if (imported.status >= 300) throw new Error(`the import was answered ${imported.status}: ${await imported.text()}`);
    void kadr.upload(key, trickle(signal)).catch(() => undefined);
  }
}

/** A megabyte, a kilobyte at a time. */
async function* trickle(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < 1024 && !signal.aborted; n += 1) {
    yield new Uint8Array(1024);
    await sleep(200);
  }
}

/** Answers each request with the head of a film and then a byte every second. */
async function startTarPit(): Promise<{ address: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: 1000000\r\n\r\n'));
    const timer = setInterval(() => socket.write('x'), 1000);
    socket.once('close', () => (clearInterval(timer), sockets.delete(socket)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { address: `127.0.0.1:${address.port}`, close };
}
