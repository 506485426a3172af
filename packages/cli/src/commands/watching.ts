/** Watching one or several videos until they end, with a question where somebody has to decide. */
import { AbortError, TimeoutError, type Video, VideoFailedError } from '@kadr/sdk';
import { ask } from '../ask.js';
import { EXIT, CliError } from '../faults.js';
import { isAskable } from '../io.js';
import { cleanLines, clean } from '../output/text.js';
import { type Session } from '../session.js';
import { follow } from '../watch/follow.js';
import { screenFor } from '../watch/screen.js';
import { type GateType, type VideoView } from '../watch/view.js';

export interface WatchOptions {
  /** Ends also when somebody has to decide. */
  readonly untilGate?: boolean;
  readonly timeoutSeconds?: number;
  /** For programs: each event as it comes. */
  readonly printsEvents?: boolean;
}

/** How often what has passed is shown although nothing happens. */
const TICK_MS = 1_000;
/** What is longer ends at once: 25 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * @returns all of them, as they are at the end
 * @throws VideoFailedError for the first that failed, once all have ended; TimeoutError; AbortError after saying that they go on
 */
export async function watchVideos(session: Session, ids: readonly string[], options: WatchOptions = {}): Promise<Video[]> {
  const { io, print } = session;
  const timeout = new AbortController();
  const signal = AbortSignal.any([io.signal, timeout.signal]);
  const { timeoutSeconds = Infinity } = options;
  const timer = setTimeout(() => timeout.abort(), Math.min(timeoutSeconds * 1000, MAX_TIMER_MS));
  const views = new Map<string, VideoView>();
  const screen = screenFor(io, print);
  let isAsking = false;
  const show = (): void => void (isAsking || screen.show([...views.values()]));
  const ticking = setInterval(show, TICK_MS);

  const onGate = async (gate: GateType, video: Video): Promise<'stop' | null> => {
    if (options.untilGate) return 'stop';
    if (!isAskable(io) || print.mode !== 'people' || ids.length > 1) {
      print.note(`Video ${video.id} waits for a decision: kadr approve ${video.id} ${gate}, or kadr reject ${video.id} ${gate}`);
      return null;
    }
    isAsking = true;
    screen.leave([...views.values()]);
    await decideHere(session, video, gate).finally(() => (isAsking = false));
    return null;
  };

  try {
    return await settled(
      ids.map((id) =>
        follow(session.kadr, id, {
          signal,
          onView: (view) => void (views.set(id, view), show()),
          ...(options.printsEvents && { onEvent: (event) => print.event({ videoId: id, ...event }, id, '') }),
          onGate,
        }),
      ),
    );
  } catch (error) {
    if (timeout.signal.aborted)
      throw new TimeoutError(`Not there after ${options.timeoutSeconds} s. It goes on being made: kadr watch ${ids.join(' ')}`);
    if (!io.signal.aborted) throw error;
    screen.leave([...views.values()]);
    throw new AbortError(`${ids.length > 1 ? 'The videos go' : 'The video goes'} on being made: kadr watch ${ids.join(' ')}`);
  } finally {
    clearTimeout(timer);
    clearInterval(ticking);
    if (!io.signal.aborted) screen.leave([...views.values()]);
  }
}

/** One that cannot be watched does not end the others; the first fault is thrown when all are over. */
async function settled(watches: readonly Promise<Video>[]): Promise<Video[]> {
  const ends = await Promise.allSettled(watches);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

/** @throws VideoFailedError naming the first that failed or was cancelled */
export function checkAllMade(videos: readonly Video[]): void {
  const failed = videos.find(({ status }) => status === 'failed' || status === 'cancelled');
  if (failed) throw new VideoFailedError(failed);
}

async function decideHere(session: Session, video: Video, gate: GateType): Promise<void> {
  const { io, kadr, print } = session;
  for (const line of previewOf(video, gate)) print.note(line);
  for (;;) {
    const answer = (await ask(io, `Approve ${gate}? [y]es, [n]o and why, [l]ater: `)).trim();
    if (/^y(es)?$/i.test(answer)) return void (await kadr.videos.approve(video.id, gate));
    if (/^l(ater)?$|^$/i.test(answer)) return print.note(`Later: kadr approve ${video.id} ${gate}`);
    const [, no, why = ''] = /^(n(?:o)?)(?:\s+(.*))?$/i.exec(answer) ?? [];
    if (no === undefined) continue;
    const comment = why || (await ask(io, 'What should be different? '));
    const segments = gate === 'script' ? [] : numbers(await ask(io, 'Which segments (such as 3,4; empty: all)? '));
    return void (await kadr.videos.reject(video.id, gate, { ...(comment && { comment }), ...(segments.length > 0 && { segments }) }));
  }
}

function numbers(text: string): number[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.some((part) => !/^\d+$/.test(part)))
    throw new CliError(EXIT.usage, `Segments are numbers such as 3,4, not ${JSON.stringify(clean(text))}`);
  return parts.map(Number);
}

/** What there is to decide about: words of the film are shown as they are, and nothing in them is obeyed. */
function previewOf({ approvals }: Video, gate: GateType): string[] {
  const pending = approvals.find(({ type, status }) => type === gate && status === 'pending');
  if (!pending || !('preview' in pending) || pending.preview === undefined) return [];
  if (pending.type === 'script') return ['', cleanLines(pending.preview.script), ''];
  return pending.preview.map(({ segment, url }) => `${segment}  ${clean(url)}`);
}
