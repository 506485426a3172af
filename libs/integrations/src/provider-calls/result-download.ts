import { table } from '#platform/json';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EgressError, type GuardedFetch, type Pace } from '#platform';
import { MediaError, type MediaFile, type MediaProbe, type Output } from '#media';
import { ProviderError } from '../contracts/errors.js';
import { type ExpectedFile } from '../contracts/provider-calls.js';
import { accessOf, type KeySource, type CallRun } from './call-needs.js';

const MAX_REFETCHES = 2;
/** For all fetches of a result together. */
const TIMEOUT_MS = 10 * 60_000;
/** Between two fetches: what is broken right now may be whole in a moment. */
const PAUSE_MS = 1000;
const MAX_BYTES: Readonly<Record<ExpectedFile['kind'], number>> = { video: 2_000_000_000, image: 100_000_000, audio: 100_000_000 };

const TYPES: Readonly<Record<string, string>> = table({
  ...{ mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm', matroska: 'video/x-matroska', m4a: 'audio/mp4' },
  ...{ png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp', wav: 'audio/wav', mp3: 'audio/mpeg' },
  ...{ ogg: 'audio/ogg', flac: 'audio/flac', aac: 'audio/aac' },
});

export interface DownloadNeeds {
  readonly fetch: Pick<GuardedFetch, 'fetchToFile'>;
  /** Looks into a local file without trusting it. */
  probe(path: string): Promise<MediaProbe>;
  readonly keys: KeySource;
  /** For specs; default: as fetched files need it. */
  readonly limits?: { readonly pace?: Pace; readonly timeoutMs?: number; readonly pauseMs?: number };
}

/**
 * Brings a provider's result here: guarded, bounded in bytes, pace and time, and looked into before anybody relies on it. What is wrong with
 * it is fetched again, three times at most whatever retries the task has left: a result that comes broken three times stays broken.
 */
export async function downloadResult(
  needs: DownloadNeeds,
  url: string,
  output: Output,
  expected: ExpectedFile,
  run: CallRun,
): Promise<MediaFile> {
  const { timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS } = needs.limits ?? {};
  const endsAt = performance.now() + timeoutMs;
  let link = url;
  for (let refetches = 0; ; refetches++) {
    try {
      return await fetchAndCheck(needs, link, output, expected, run.signal, Math.max(1, Math.ceil(endsAt - performance.now())));
    } catch (error) {
      await rm(output.path, { force: true });
      run.signal.throwIfAborted();
      const verdict = verdictOn(error);
      if (verdict.isFinal || refetches >= MAX_REFETCHES) throw verdict.error;
      if (performance.now() + pauseMs >= endsAt) throw lost(error as Error, false);
      await sleep(pauseMs, undefined, { signal: run.signal });
      if (verdict.isGone) link = await renewed(needs, expected, run, verdict.error);
    }
  }
}

async function fetchAndCheck(
  { fetch, probe, limits }: DownloadNeeds,
  url: string,
  { path }: Output,
  { kind, maxBytes = MAX_BYTES[kind] }: ExpectedFile,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<MediaFile> {
  const options = { outputPath: path, maxBytes, timeoutMs, signal, ...(limits?.pace && { pace: limits.pace }) };
  const { bytes } = await fetch.fetchToFile(url, options);
  if (bytes === 0) throw new MediaError('unsupported_media', 'the file is empty', false);
  const facts = await probe(path);
  const contentType = contentTypeOf(facts, kind);
  if (contentType === null) throw new MediaError('unsupported_media', `a file of the type ${kind} was expected`, false);
  return { path, contentType };
}

/** By what is in it; null when it is not of that kind. */
export function contentTypeOf({ container, video, audio }: MediaProbe, kind: ExpectedFile['kind']): string | null {
  const type = TYPES[container] ?? '';
  const isPicture = type.startsWith('image/');
  if (kind === 'image') return isPicture ? type : null;
  if (kind === 'video') return video && !isPicture ? type : null;
  // Sound may come in the container of a film.
  return audio && !video ? type.replace(/^video\/(mp4|webm)$/, 'audio/$1') : null;
}

interface Verdict {
  readonly error: unknown;
  /** Fetching again would bring the same. */
  readonly isFinal: boolean;
  /** The link is over; another one may not be. */
  readonly isGone: boolean;
}

function verdictOn(error: unknown): Verdict {
  if (error instanceof EgressError) {
    switch (error.code) {
      case 'url_not_allowed':
      case 'payload_too_large':
        return { error: invalid(error), isFinal: true, isGone: false };
      case 'not_found':
        return { error: lost(error, false), isFinal: false, isGone: true };
      case 'fetch_failed':
      case 'timeout':
        // What was begun and came broken stays so; what did not come at all may come with the task's next attempt.
        return { error: lost(error, error.status !== 200), isFinal: false, isGone: !error.retryable };
    }
  }
  if (error instanceof MediaError && !error.retryable) return { error: invalid(error), isFinal: false, isGone: false };
  return { error, isFinal: true, isGone: false };
}

const invalid = (cause: Error): ProviderError =>
  new ProviderError('result_invalid', `the result cannot be used: ${cause.message}`, false, { cause });
/** It is paid for: an attempt that failed on the way is followed by another one, which does not ask for it anew. */
const lost = (cause: Error, retryable: boolean): ProviderError =>
  new ProviderError('result_lost', `the result cannot be fetched: ${cause.message}`, retryable, { cause });

async function renewed({ keys }: DownloadNeeds, { renewal }: ExpectedFile, run: CallRun, otherwise: unknown): Promise<string> {
  const key = renewal && (await keys.keyFor(renewal.provider, run.task.orgId));
  if (!renewal || !key) throw otherwise;
  return renewal.link(accessOf(key, run));
}
