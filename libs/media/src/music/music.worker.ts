import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { beNice } from '../processor-share.js';
import { writeMusic, type MusicJob } from './write-music.js';

const job = workerData as Partial<MusicJob & { niceness: number }> | null;
if (!isMainThread && job?.kind === 'kadr-music') {
  beNice(job.niceness ?? 0);
  for (const _ of writeMusic(job as MusicJob)) void _;
  parentPort?.postMessage('done');
}
