import { MediaError } from '../contracts.js';
import { wallLimitMs } from '../ffmpeg/limits.js';
import { measured } from '../ffmpeg/telemetry.js';
import { ProcessorShare } from '../processor-share.js';
import { type DrawingWorker, giveBack, takeWorker } from './drawing-workers.js';
import type { DrawingOutcome } from './illustrator.worker.js';
import type { DrawingJob } from './render/job.js';

/** Carries out a drawing job somewhere. */
export type JobRunner = (job: DrawingJob, signal: AbortSignal | undefined) => Promise<void>;

/**
 * Runs the job in a node process, so that the caller's event loop stays free: in one that has drawn before and rests, else in a new one. It
 * is killed by `signal` and with its parent.
 * @throws MediaError `aborted`, `no_space`, `picture_unsupported` (not retryable) or `render_failed`
 */
export const runInProcess: JobRunner = async (job, signal) => {
  const over = await ProcessorShare.current.turn(signal);
  try {
    await measured('node', job.kind === 'piece' ? 'conform' : 'draw', () => drawn(job, signal));
  } finally {
    over();
  }
};

const drawn: JobRunner = async (job, signal) => {
  const purpose = job.kind === 'piece' ? 'drawing a piece' : `drawing a ${job.kind}`;
  if (signal?.aborted) throw new MediaError('aborted', `Stopped on request: ${purpose}`, true, { cause: signal.reason });
  const share = ProcessorShare.current;
  const worker = takeWorker(share);
  let isSound = false;
  try {
    const outcome = await answerOf(worker, job, purpose, signal);
    isSound = true;
    if (!outcome.ok) throw failure(outcome.message, purpose);
  } finally {
    giveBack(worker, share, isSound);
  }
};

async function answerOf(worker: DrawingWorker, job: DrawingJob, purpose: string, signal: AbortSignal | undefined): Promise<DrawingOutcome> {
  const child = worker.process;
  const limitMs = wallLimitMs('frames' in job ? job.frames / job.format.fps : 1);
  const listeners = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ended: { onError?: (cause: Error) => void; onClose?: (code: number | null, killedBy: NodeJS.Signals | null) => void } = {};
  try {
    return await new Promise<DrawingOutcome>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (text: string) => {
        said += text;
        if (said.endsWith('\n')) resolve(JSON.parse(said) as DrawingOutcome);
      });
      ended.onError = (cause) =>
        reject(new MediaError('render_failed', `Cannot start node for ${purpose}: ${cause.message}`, true, { cause }));
      ended.onClose = (code, killedBy) => {
        const how = String(killedBy ?? code);
        reject(new MediaError('render_failed', `The drawing process ended with ${how}: ${purpose}. ${worker.stderr.trim()}`, true));
      };
      child.once('error', ended.onError).once('close', ended.onClose);
      const onAbort = (): void => reject(new MediaError('aborted', `Stopped on request: ${purpose}`, true, { cause: signal?.reason }));
      signal?.addEventListener('abort', onAbort, { once: true, signal: listeners.signal });
      timer = setTimeout(() => reject(new MediaError('render_failed', `Took more than ${limitMs} ms: ${purpose}`, true)), limitMs);
      child.stdin.write(`${JSON.stringify(job)}\n`);
    });
  } finally {
    clearTimeout(timer);
    listeners.abort();
    if (ended.onError) child.off('error', ended.onError);
    if (ended.onClose) child.off('close', ended.onClose);
    child.stdout.removeAllListeners('data');
  }
}

function failure(message: string, purpose: string): MediaError {
  const picture = /picture_unsupported: ([^\n]*)/.exec(message)?.[1];
  if (picture) return new MediaError('picture_unsupported', picture, false);
  if (/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(message)) {
    return new MediaError('no_space', `The disk is full: ${purpose}. Free some space; the work goes on by itself.`, true);
  }
  if (/Cannot allocate memory|malloc of size/i.test(message)) {
    const more = 'Raise KADR_FFMPEG_MEMORY_MB, or ask for less: a lower resolution.';
    return new MediaError('render_failed', `FFmpeg needs more memory than it may take: ${purpose}. ${more} ${message}`, false);
  }
  return new MediaError('render_failed', `Failed at ${purpose}: ${message}`, !/ENOENT/.test(message));
}
