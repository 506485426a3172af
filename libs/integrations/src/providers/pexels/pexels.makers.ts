import { ProviderError } from '../../contracts/errors.js';
import {
  type CallContext,
  type ClipMaker,
  type ClipRequest,
  type ImageMaker,
  type Made,
  type PictureRequest,
} from '../../contracts/makers.js';
import { type Output } from '#media';
import { type Submission } from '../../contracts/provider-calls.js';
import { firstFree } from '../online/first-free.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { bestPhoto, bestVideo, type Found, queriesFor, searchParams } from './pexels.search.js';

/** The budget is counted per hour, and a refusal does not say when it is over. */
const BUSY_RETRY_MS = 120_000;

export interface PexelsPaths {
  /** Of the video search, below the base address: the documentation and the older clients differ. */
  readonly videoSearch: string;
  readonly photoSearch: string;
}

/** Stock footage that fits what is said, the shape and the length. */
export class PexelsClipMaker implements ClipMaker {
  constructor(
    private readonly http: ProviderHttp,
    private readonly paths: PexelsPaths,
  ) {}

  async make(request: ClipRequest, { path }: Output, context: CallContext): Promise<Made> {
    const found = await search(this.http, this.paths.videoSearch, request, context, (answer, exclude) =>
      bestVideo(answer, { ...request, exclude }),
    );
    return bring(found, 'video', path, context);
  }
}

export class PexelsPhotoMaker implements ImageMaker {
  constructor(
    private readonly http: ProviderHttp,
    private readonly paths: PexelsPaths,
  ) {}

  async make(request: PictureRequest, { path }: Output, context: CallContext): Promise<Made> {
    const widthPx = Math.max(request.widthPx, request.heightPx);
    const found = await search(this.http, this.paths.photoSearch, request, context, (answer, exclude) =>
      bestPhoto(answer, exclude, widthPx),
    );
    return bring(found, 'image', path, context);
  }
}

/** Asks with the best query first. Each answer is remembered, since the hourly budget is small. @throws ProviderError `no_stock_found` */
async function search(
  http: ProviderHttp,
  path: string,
  request: PictureRequest,
  context: CallContext,
  pick: (answer: unknown, exclude: readonly string[]) => Found | null,
): Promise<Found> {
  const queries = queriesFor(request);
  for (const [number, query] of queries.entries()) {
    const found = await context.calls.once({
      provider: 'pexels',
      model: 'pexels',
      name: `search-${number}`,
      expectedMicros: 0,
      request: async (submission) => {
        const answer = await ask(http, `${path}?${searchParams(query, request).toString()}`, submission);
        return firstFree(request, context, (exclude) => pick(answer, exclude));
      },
    });
    if (found) return found;
  }
  throw new ProviderError(
    'no_stock_found',
    `Pexels has nothing for ${queries.map((query) => `"${query}"`).join(', ') || 'these words'}`,
    false,
  );
}

async function ask(http: ProviderHttp, path: string, { baseUrl, apiKey, signal }: Submission): Promise<unknown> {
  const { status, json } = await http.sendForJson({
    method: 'GET',
    url: `${baseUrl}${path}`,
    headers: { authorization: apiKey },
    isPaid: false,
    signal,
  });
  if (status === 401 || status === 403) {
    throw new ProviderError('key_rejected', `Pexels refuses the key (${status})`, false, { unavailable: 'key_rejected' });
  }
  if (status === 429)
    throw new ProviderError('provider_busy', 'the hourly budget of Pexels is used up', true, { retryAfterMs: BUSY_RETRY_MS });
  if (status >= 500) throw new ProviderError('provider_busy', `Pexels answered ${status}`, true);
  if (status !== 200) throw new ProviderError('provider_refused', `Pexels answered ${status}`, false);
  return json;
}

async function bring(found: Found, kind: 'image' | 'video', path: string, { calls }: CallContext): Promise<Made> {
  const file = await calls.download(found.link, { path }, { kind });
  const { id, pageUrl, author, authorUrl } = found;
  return { ...file, cost: null, attribution: { id, pageUrl, author, authorUrl } };
}
