import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { writeMusic, type MusicJob } from './write-music.js';

const job = workerData as Partial<MusicJob> | null;
if (!isMainThread && job?.kind === 'kadr-music') {
  for (const _ of writeMusic(job as MusicJob)) void _;
  parentPort?.postMessage('done');
}
