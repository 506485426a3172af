import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type Made } from '../../contracts/makers.js';
import { type Output } from '#media';
import { type RemoteRenderer, type MontageRequest } from '../../contracts/rendering.js';
import { type PollResult, type AsyncCall, type ProviderAccess } from '../../contracts/provider-calls.js';
import { numberOf, objectOf, textOf } from '#platform';
import { inDoubt } from '../http/paid-answer.js';
import { type ProviderHttp } from '../http/provider-http.js';

const MODEL = 'fantaprojekt';
const MAX_FILM_BYTES = 2_000_000_000;
/** A voice has to be named even when none shall speak. */
const ANY_VOICE = 'af_heart';

interface Ready {
  readonly videoId: string;
}

/**
 * FantaProjekt as a montage: it puts the pictures together, Kadr adds sound and captions, so that length and loudness stay as promised.
 * What is known of its protocol comes from one description and is not confirmed; `config.format` and `config.callbackUrl` are ours, for
 * another Kadr on the other side.
 */
export class FantaprojektMontage implements RemoteRenderer {
  constructor(private readonly http: ProviderHttp) {}

  async assemble(request: MontageRequest, { path }: Output, { calls, signal }: CallContext): Promise<Made> {
    const { videoId } = await calls.submitAndWait(this.call(request));
    const contentType = await calls.free('fantaprojekt', (access) =>
      this.http.download({ ...to(access, `/short-video/${encodeURIComponent(videoId)}`), signal }, path, MAX_FILM_BYTES),
    );
    return { path, contentType, cost: null };
  }

  private call({ format, scenes }: MontageRequest): AsyncCall<Ready> {
    return {
      provider: 'fantaprojekt',
      model: MODEL,
      name: 'montage',
      expectedMicros: 0,
      deadlineSeconds: null,
      submit: async ({ callbackUrl, ...access }) => {
        const json = {
          scenes: scenes.map(({ url, text, durationSeconds }) => ({
            text,
            media: { type: 'url', url },
            mediaDuration: durationSeconds,
            sceneDuration: durationSeconds,
          })),
          config: {
            voice: ANY_VOICE,
            orientation: format.heightPx >= format.widthPx ? 'portrait' : 'landscape',
            musicVolume: 'muted',
            skipVoiceover: true,
            skipSubtitles: true,
            format: { width: format.widthPx, height: format.heightPx, fps: format.fps },
            ...(callbackUrl && { callbackUrl }),
          },
        };
        const answer = await this.http.sendForJson({ ...to(access, '/short-video'), method: 'POST', json, isPaid: true });
        const videoId = textOf(objectOf(answer.json)['videoId']);
        if (answer.status >= 400) throw faultOf(answer.status, answer.json);
        if (videoId === null) throw inDoubt('FantaProjekt', 'it did not name the film');
        return { providerTaskId: videoId };
      },
      poll: async (videoId, access) => {
        const path = `/short-video/${encodeURIComponent(videoId)}/status`;
        const answer = await this.http.sendForJson({ ...to(access, path), method: 'GET', isPaid: false });
        if (answer.status !== 200) throw faultOf(answer.status, answer.json);
        return pollResultOf(videoId, answer.json);
      },
      cancel: async (videoId, access) => {
        await this.http.send({ ...to(access, `/short-video/${encodeURIComponent(videoId)}`), method: 'DELETE', isPaid: false });
      },
    };
  }
}

export function pollResultOf(videoId: string, answer: unknown): PollResult<Ready> {
  const { status, progress, error } = objectOf(answer);
  if (status === 'ready') return { state: 'succeeded', value: { videoId } };
  if (status === 'failed') {
    return {
      state: 'failed',
      error: new ProviderError('provider_failed', `FantaProjekt failed: ${textOf(error) ?? 'no reason'}`, true, { maxRetries: 2 }),
    };
  }
  const per = numberOf(progress);
  return { state: 'pending', ...(per !== null && { progress: Math.min(1, per / 100) }) };
}

const keyOf = ({ apiKey }: Pick<ProviderAccess, 'apiKey'>): Record<string, string> =>
  apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
const to = (access: ProviderAccess, path: string) => ({
  url: `${access.baseUrl}${path}`,
  headers: keyOf(access),
  signal: access.signal,
  mustBeHeld: access.mustBeHeld,
});

function faultOf(status: number, answer: unknown): ProviderError {
  const { error, message } = objectOf(answer);
  const text = `FantaProjekt answered ${status}: ${textOf(message) ?? textOf(error) ?? 'no message'}`;
  if (status === 401 || status === 403) return new ProviderError('key_rejected', text, false, { unavailable: 'key_rejected' });
  if (status === 408 || status === 429 || status >= 500) return new ProviderError('provider_busy', text, true);
  return new ProviderError('provider_refused', text, false);
}
