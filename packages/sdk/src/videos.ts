import { type Downloaded, type DownloadOptions } from './transfer/download.js';
import { type Video } from './generated/types.gen.js';
import { VideosOperations } from './generated/resources.gen.js';
import { Names, path } from './http/path.js';
import { type WaitOptions } from './wait-for.js';

/** `/v1/videos`, and what is made of several of its calls. */
export class Videos extends VideosOperations {
  /**
   * Waits until the film is there, by its events, and by asking where they do not come through.
   * @throws VideoFailedError when it failed or was cancelled; TimeoutError
   */
  async waitFor(id: string, options: WaitOptions = {}): Promise<Video> {
    const { waitForVideo } = await import('./wait-for.js');
    return waitForVideo(this, id, options);
  }

  /**
   * Gets an artifact, such as `final.mp4` or `frames/000.png`. Goes on where a connection broke off, and checks its SHA-256.
   * @throws DigestMismatch
   */
  async download(id: string, name: string, options: DownloadOptions = {}): Promise<Downloaded> {
    const request = { method: 'GET', path: path`/v1/videos/${id}/artifacts/${new Names(name)}` } as const;
    const { artifacts } = await this.get(id, options.signal ? { signal: options.signal } : {});
    const found = artifacts.find((artifact) => artifact.name === name);
    const { download } = await import('./transfer/download.js');
    const expected = found ?? { sha256: null, bytes: null, contentType: '' };
    return download(this.client.transport, request, expected, options);
  }
}
