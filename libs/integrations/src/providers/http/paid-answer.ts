import { SubmissionInDoubt } from '../../contracts/errors.js';

/** What came back for a paid request. */
export interface PaidAnswer {
  readonly status: number;
  readonly hasRetryAfter: boolean;
  /** Undefined: no JSON, or cut. */
  readonly json: unknown;
}

/** The key and the rate are looked at before anything is taken, whoever looks. */
const REFUSED_AT_THE_DOOR = new Set([401, 403, 429]);

/** What gateways say when the service behind them did not answer in time, or broke off: it may have taken the request. */
export const isGateways = (status: number): boolean => status === 502 || status === 504 || (status >= 520 && status < 530);

/** @returns whether it is certain from this answer that the request was taken, or that it was not; the adapter reads which. */
export function isClear({ status, hasRetryAfter, json }: PaidAnswer): boolean {
  if (REFUSED_AT_THE_DOOR.has(status) || (status === 503 && hasRetryAfter)) return true;
  return !isGateways(status) && typeof json === 'object' && json !== null;
}

/** For an answer that says neither that the request was taken, under which name, nor that it was refused. */
export const inDoubt = (provider: string, what: string): SubmissionInDoubt =>
  new SubmissionInDoubt(`${provider} may have taken a paid request: ${what}`);

/** @returns undefined when it is no JSON; null for nothing at all */
export function jsonIn(body: Buffer): unknown {
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** An answer is a page of text, or a minute of speech. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const NO_BODY = new Set([101, 204, 205, 304]);

/**
 * `fetch` for the SDKs of providers, so that what they make of an answer to a paid request does not hide that it is unclear: such an answer
 * fails like a lost one. It is read to its end first; one that breaks off fails as well.
 * @param isResult whether a good answer can be the result, where that is no JSON but e.g. sound
 */
export function paidFetch(isResult?: (contentType: string, body: Buffer) => boolean): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const body = await wholeBody(answer);
    const { status, headers } = answer;
    const isKnown =
      isResult && answer.ok
        ? isResult((headers.get('content-type') ?? '').toLowerCase(), body)
        : isClear({ status, hasRetryAfter: headers.has('retry-after'), json: jsonIn(body) });
    if (!isKnown) throw inDoubt(new URL(answer.url).host, `status ${status}, ${body.length} bytes`);
    return new Response(NO_BODY.has(status) ? null : new Uint8Array(body), {
      status,
      statusText: answer.statusText,
      headers: plain(headers),
    });
  };
}

/** Leaving the loop closes the connection: what never ends is not read to its end. */
async function wholeBody({ body, url }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw inDoubt(new URL(url).host, `more than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The body was unpacked on its way: its headers no longer say so. */
function plain(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) copy.delete(name);
  return copy;
}
