/** Of the minute that is running. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface Answer<T> {
  readonly data: T;
  /** Its head; the body is read. */
  readonly response: Response;
  /** Helps whoever runs Kadr to find the request; null where something in between has dropped it. */
  readonly requestId: string | null;
  /** Null for calls that are not counted. */
  readonly rateLimit: RateLimit | null;
}

export function answerOf<T>(data: T, response: Response): Answer<T> {
  return { data, response, requestId: response.headers.get('kadr-request-id'), rateLimit: rateLimitOf(response) };
}

function rateLimitOf({ headers }: Response): RateLimit | null {
  const [limit, remaining, resetSeconds] = ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`ratelimit-${name}`) ?? NaN));
  if (limit === undefined || remaining === undefined || resetSeconds === undefined || Number.isNaN(limit + remaining + resetSeconds))
    return null;
  return { limit, remaining, resetSeconds };
}

/** A call under way: a promise of its data, or by `withResponse` of data and answer. */
export class ApiPromise<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'ApiPromise';

  constructor(private readonly answer: Promise<Answer<T>>) {}

  withResponse(): Promise<Answer<T>> {
    return this.answer;
  }

  then<A = T, B = never>(
    onDone?: ((data: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.answer.then(({ data }) => data).then(onDone, onError);
  }

  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(null, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    return this.then().finally(onEnd);
  }
}
