import { type Request, type Response } from 'express';

/** Links to stored objects that work without a header for a while. Also the injection token. */
export abstract class SignedUrls {
  /**
   * @param ttlSeconds how long it works; the address stays the same for a part of that time, so that clients can cache.
   * @returns an absolute address (`KADR_PUBLIC_URL`) whose last part is the object's name.
   */
  abstract sign(key: string, contentType: string, ttlSeconds?: number): string;
  /** As `sign`, until a moment: the same arguments always give the same address. @param until Unix time in milliseconds */
  abstract signUntil(key: string, contentType: string, until: number): string;
  /**
   * As `sign`, for a route of the API that cannot ask for a header, such as an event stream.
   * @param path from `/`, without a query; the route asks `permits` whether the `token` of the query belongs to it.
   */
  abstract signPath(path: string, ttlSeconds?: number): string;
  /** @returns whether the token was made for this path and is not over. */
  abstract permits(path: string, token: string): boolean;
}

/** How an object is to be shown by `ObjectResponses.send`. */
export interface ObjectPresentation {
  readonly contentType: string;
  /** Hex; becomes the ETag. Null: an ETag is made from size and time. */
  readonly sha256: string | null;
  /** Name for saving; null: shown inline without a name. */
  readonly downloadName: string | null;
  /** For so long a browser need not ask again: the address names one content, and stays the same. Default: it asks every time. */
  readonly cacheSeconds?: number;
}

/** Streams stored objects as HTTP answers: Range (206, 416), If-None-Match (304), If-Range, HEAD. Also the injection token. */
export abstract class ObjectResponses {
  /** @returns false when there is no such object; nothing has been written to the response then. */
  abstract send(key: string, presentation: ObjectPresentation, request: Request, response: Response): Promise<boolean>;
}
