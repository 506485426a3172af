import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { sleep } from '../processes.mjs';

const run = promisify(execFile);
const ENDED = ['completed', 'failed', 'cancelled'];

async function call(url, key, init = {}) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(url, { headers, ...init });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Orders a film and waits until `isEnough` says so. @param {() => void} check throws when a pod does not run as it should */
async function orderedFilm({ url, key, order, check, patienceMs }, isEnough) {
  const from = Date.now();
  let film = await (await call(`${url}/v1/videos`, key, { method: 'POST', body: JSON.stringify(order) })).json();
  while (!isEnough(film)) {
    check();
    if (Date.now() - from > patienceMs) throw new Error(`the film is ${film.stage} after ${patienceMs / 1000} s`);
    await sleep(250);
    film = await (await call(`${url}/v1/videos/${film.id}`, key)).json();
  }
  return { film, ms: Date.now() - from };
}

/** Orders a film, waits for it and downloads it. @returns {Promise<{ ms: number, bytes: number }>} */
export async function makeFilm({ file, ...ordering }) {
  const { film, ms } = await orderedFilm(ordering, ({ status }) => ENDED.includes(status));
  if (film.status !== 'completed') throw new Error(`the film ended as ${film.status}: ${JSON.stringify(film.error)}`);
  const bytes = Buffer.from(await (await call(film.video.url, ordering.key)).arrayBuffer());
  fs.writeFileSync(file, bytes);
  return { ms, bytes: bytes.length };
}

/** Orders a film and waits until its parts are being made. @returns {Promise<string>} the stage it is at */
export async function beginFilm(ordering) {
  const { film } = await orderedFilm(ordering, ({ stage, status }) => !['queued', 'drafting'].includes(stage) || ENDED.includes(status));
  if (ENDED.includes(film.status))
    throw new Error(`a film that was to be under way ended as ${film.status}: ${JSON.stringify(film.error)}`);
  return film.stage;
}

/** What ffprobe finds when it decodes the whole of it. */
export async function factsOf(ffprobe, file) {
  const { stdout } = await run(ffprobe, ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', file]);
  const { streams } = JSON.parse(stdout);
  const [video, audio] = ['video', 'audio'].map((kind) => streams.find(({ codec_type: type }) => type === kind));
  if (!video || !audio) throw new Error(`a picture and a sound were expected in ${file}, and there are ${streams.length} streams`);
  return {
    codecs: `${video.codec_name} ${audio.codec_name}`,
    size: `${video.width}×${video.height}`,
    frames: Number(video.nb_read_frames),
    fps: video.r_frame_rate,
    seconds: Number(video.duration),
  };
}
