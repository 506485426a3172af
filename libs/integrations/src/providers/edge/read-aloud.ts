import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { ProviderError } from '../../contracts/errors.js';
import { type HeardWord } from '../words/words-as-written.js';
import { BROWSER_HEADERS, configMessage, heardIn, speakMessage, speechUrl } from './edge.protocol.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** From the first message to the last; a part is some minutes of speech, which come many times faster than they are spoken. */
const ANSWER_TIMEOUT_MS = 60_000;
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_SOUND_BYTES = 16 * 1024 * 1024;
const BUSY_RETRY_MS = 60_000;
const INVALID_PAYLOAD = 1007;

export interface ReadAloud {
  /** Base64. */
  readonly mp3: string;
  /** As they are heard, from the start of this sound. */
  readonly words: readonly HeardWord[];
}

/** The door said no; it tells its own time with it. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly at: Date | null,
  ) {
    super(`status ${status}`);
  }
}

/** One part of a text, spoken. A refusal over a clock that differs is mended once, by the clock of the service. @throws ProviderError */
export async function readAloud(
  baseUrl: string,
  said: { readonly text: string; readonly voice: string; readonly speed: number },
  signal: AbortSignal,
): Promise<ReadAloud> {
  const ask = (now: Date): Promise<ReadAloud> => spoken(baseUrl, said, now, signal);
  try {
    return await ask(new Date()).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 403 && error.at) return ask(error.at);
      throw error;
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status } = error;
    if (status === 429) throw new ProviderError('provider_busy', 'Edge wants fewer calls', true, { retryAfterMs: BUSY_RETRY_MS });
    if (status >= 500) throw new ProviderError('provider_busy', `Edge answered ${status}`, true);
    throw new ProviderError('provider_refused', `Edge answered ${status}`, false);
  }
}

function spoken(
  baseUrl: string,
  said: { readonly text: string; readonly voice: string; readonly speed: number },
  now: Date,
  signal: AbortSignal,
): Promise<ReadAloud> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS + ANSWER_TIMEOUT_MS)]);
  const id = (): string => randomBytes(16).toString('hex');
  const socket = new WebSocket(speechUrl(baseUrl, now, id()), {
    headers: BROWSER_HEADERS,
    handshakeTimeout: CONNECT_TIMEOUT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    followRedirects: false,
  });
  return new Promise<ReadAloud>((resolve, reject) => {
    const sound: Buffer[] = [];
    const words: HeardWord[] = [];
    let bytes = 0;
    const fail = (error: unknown): void => {
      limited.removeEventListener('abort', aborted);
      reject(error);
      socket.terminate();
    };
    const aborted = (): void => {
      fail(signal.aborted ? signal.reason : new ProviderError('provider_unreachable', 'Edge did not come to an end in time', true));
    };
    limited.addEventListener('abort', aborted);
    socket.on('unexpected-response', (_request, response: IncomingMessage) => {
      const at = new Date(String(response.headers.date));
      response.resume();
      fail(new Refused(response.statusCode ?? 0, Number.isNaN(at.getTime()) ? null : at));
    });
    socket.on('error', (cause: Error & { code?: string }) =>
      fail(new ProviderError('provider_unreachable', `Edge gave no answer: ${cause.code ?? cause.name}`, true, { cause })),
    );
    socket.on('open', () => {
      socket.send(configMessage(now));
      socket.send(speakMessage(said, now, id()));
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      try {
        const heard = heardIn(data, isBinary);
        if (heard.kind === 'words') words.push(...heard.words);
        if (heard.kind === 'sound') {
          bytes += heard.mp3.length;
          sound.push(heard.mp3);
        }
        if (bytes > MAX_SOUND_BYTES) throw new ProviderError('result_invalid', `Edge sent more than ${MAX_SOUND_BYTES} bytes`, false);
        if (heard.kind !== 'end') return;
        if (bytes === 0) throw new ProviderError('result_invalid', 'Edge sent no sound', false);
        limited.removeEventListener('abort', aborted);
        resolve({ mp3: Buffer.concat(sound).toString('base64'), words });
        socket.close();
      } catch (error) {
        const isOurs = error instanceof ProviderError;
        fail(isOurs ? error : new ProviderError('provider_answer_unreadable', 'Edge sent something unknown', true, { cause: error }));
      }
    });
    socket.on('close', (code: number) => {
      if (code === INVALID_PAYLOAD)
        return fail(new ProviderError('invalid_parameter', `Edge does not take the voice "${said.voice}" or this text`, false));
      fail(new ProviderError('provider_failed', `Edge broke off (${code})`, true));
    });
  });
}
