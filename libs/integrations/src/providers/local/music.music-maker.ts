import { composeMusic, type Output } from '#media';
import { type CallContext, type Made, type MusicMaker, type MusicRequest } from '../../contracts/makers.js';

/** `local:music`: composed from mood and seed. */
export class LocalMusicMaker implements MusicMaker {
  async compose({ mood, seed, durationSeconds }: MusicRequest, { path: outPath }: Output, { signal }: CallContext): Promise<Made> {
    return { ...(await composeMusic({ mood, seed, durationSeconds, outPath, signal })), cost: null };
  }
}
