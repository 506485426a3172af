import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { type FetchOptions, type GuardedFetch } from '../guarded-fetch.js';
import { FakeInternet } from './fake-internet.js';

export const FILM = 'https://films.example/film.mp4';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface FetchSpec {
  readonly internet: FakeInternet;
  /** Options with a file of its own. */
  into(options?: Partial<FetchOptions>): FetchOptions;
  /** @returns the error; nothing may be left of the file. */
  failed(url: string, options?: Partial<FetchOptions>, guard?: GuardedFetch): Promise<unknown>;
}

/** A internet side and a folder for the specs of one file. */
export function fetchSpec(): FetchSpec {
  const internet = new FakeInternet();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-egress-'));
    await internet.start();
  });
  beforeEach(() => internet.reset());
  afterAll(async () => {
    await internet.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const into = (options: Partial<FetchOptions> = {}): FetchOptions => ({
    outputPath: path.join(folder, randomUUID()),
    maxBytes: 1_000_000,
    timeoutMs: 5000,
    ...options,
  });
  return {
    internet,
    into,
    async failed(url, options = {}, guard = internet.guard()) {
      const target = into(options);
      const error: unknown = await guard.fetchToFile(url, target).then(
        () => new Error('it was fetched'),
        (reason: unknown) => reason,
      );
      expect(existsSync(target.outputPath)).toBe(false);
      return error;
    },
  };
}
