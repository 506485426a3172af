import { answerAtOnce } from '../core/interference.js';
import { Directives } from '../core/directives.js';
import { type ShelfFile } from '../core/media-shelf.js';
import { sizeOf } from '../core/sizes.js';
import { isKey, type SandboxProvider, type World } from '../core/world.js';
import { type Exchange } from '../http/exchange.js';

const RATE = { count: 200, seconds: 3600 };
const MONTHLY = 20_000;
const TOTAL = 42;
const ORIENTATIONS: Readonly<Record<string, string>> = { landscape: '16:9', portrait: '9:16', square: '1:1' };
/** A query with this word finds nothing. */
const NOTHING = /\bnothing\b/i;
const LINK_MS = 24 * 3_600_000;

/** Pexels: the bare key, GET only, limits in the headers of good answers. */
export class Pexels implements SandboxProvider {
  readonly name = 'pexels';
  private used = 0;

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    if (!isKey(this.world, 'pexels', exchange.header('authorization'))) return exchange.send(401, { error: 'Unauthorized' });
    const file = /^\/(?:v1\/)?files\/(video|photo)\/([^/]+)\/(\d+)x(\d+)x(\d+)\.\w+$/.exec(exchange.path);
    if (file) return exchange.send(404, { error: 'Not Found' });
    const isVideo = /^\/(v1\/)?videos\/(search|popular)$/.test(exchange.path);
    if (exchange.method !== 'GET' || !(isVideo || ['/v1/search', '/v1/curated'].includes(exchange.path)))
      return exchange.send(404, { error: 'Not Found' });
    const query = exchange.query('query');
    const orientation = exchange.query('orientation');
    if (exchange.path.endsWith('/search') && query === '') return exchange.send(400, { error: 'Parameter "query" is missing' });
    if (orientation !== '' && !ORIENTATIONS[orientation]) return exchange.send(400, { error: 'Invalid orientation' });
    if (!this.world.rates.take('pexels', this.world.faults.of('pexels').rate ?? RATE))
      return exchange.send(429, { error: 'Too Many Requests' });
    this.used += 1;
    const directives = new Directives(query, 'pexels');
    await answerAtOnce(this.world, exchange, directives, {
      provider: 'pexels',
      refuse: (status) => exchange.send(status, { error: `Refused with ${status}` }),
      answer: async () => ({
        body: Buffer.from(JSON.stringify(await this.page(exchange, query, orientation, isVideo, directives))),
        headers: this.headers(),
      }),
    });
    exchange.notes.isPaid = false; // nothing is charged here
  }

  private headers(): Record<string, string> {
    const nextMonth = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 1));
    return {
      ...{ 'content-type': 'application/json; charset=utf-8', 'x-ratelimit-limit': String(MONTHLY) },
      ...{ 'x-ratelimit-remaining': String(MONTHLY - this.used), 'x-ratelimit-reset': String(nextMonth.getTime() / 1000) },
    };
  }

  private async page(exchange: Exchange, query: string, orientation: string, isVideo: boolean, directives: Directives): Promise<object> {
    const number = (name: string, fallback: number, most: number) => Math.min(Math.max(Number(exchange.query(name)) || fallback, 1), most);
    const [page, perPage] = [number('page', 1, 10_000), number('per_page', 15, 80)];
    const total = NOTHING.test(query) ? 0 : TOTAL;
    const indexes = Array.from(
      { length: Math.max(Math.min(perPage, total - (page - 1) * perPage), 0) },
      (_, index) => (page - 1) * perPage + index,
    );
    const items = await Promise.all(
      indexes.map((index) =>
        isVideo ? this.video(query, orientation, index, directives) : this.photo(query, orientation, index, directives),
      ),
    );
    const at = (other: number) => {
      const url = new URL(exchange.url.pathname + exchange.url.search, this.world.url);
      url.searchParams.set('page', String(other));
      return url.href;
    };
    return {
      ...{ page, per_page: perPage, total_results: total, url: 'https://www.pexels.com/search/' },
      ...(page * perPage < total && { next_page: at(page + 1) }),
      ...(page > 1 && total > 0 && { prev_page: at(page - 1) }),
      [isVideo ? 'videos' : 'photos']: items,
    };
  }

  /** Four different films and pictures serve for each query, as a page of 80 would take long to make. */
  private async video(query: string, orientation: string, index: number, directives: Directives): Promise<object> {
    const ratio = ORIENTATIONS[orientation] ?? (index % 3 === 0 ? '9:16' : '16:9');
    const seconds = 4 + (index % 4) * 3;
    const size = sizeOf(ratio);
    const file = await this.world.shelf.video({ about: `pexels ${query} ${index % 4}`, ...size, seconds });
    const [width, height] = [size.widthPx * 3, size.heightPx * 3];
    const link = this.link(file, directives);
    const id = 1_000_000 + index;
    const user = { id: 7000 + (index % 9), name: `Author ${index % 9}`, url: `https://www.pexels.com/@author-${index % 9}` };
    return {
      ...{ id, width, height, url: `https://www.pexels.com/video/${id}/`, image: link, duration: seconds, user, full_res: null, tags: [] },
      video_files: [
        { id: id * 10, quality: 'hd', file_type: 'video/mp4', width: size.widthPx, height: size.heightPx, fps: 24, link },
        { id: id * 10 + 1, quality: 'hls', file_type: 'video/mp4', width: null, height: null, fps: null, link: `${link}.m3u8` },
      ],
      video_pictures: [{ id: id * 10, picture: link, nr: 0 }],
    };
  }

  private async photo(query: string, orientation: string, index: number, directives: Directives): Promise<object> {
    const ratio = ORIENTATIONS[orientation] ?? (index % 3 === 0 ? '2:3' : '3:2');
    const size = sizeOf(ratio);
    const link = this.link(await this.world.shelf.image({ about: `pexels ${query} ${index % 4}`, ...size, extension: 'jpg' }), directives);
    const sizes = ['original', 'large2x', 'large', 'medium', 'small', 'portrait', 'landscape', 'tiny'];
    const id = 2_000_000 + index;
    return {
      ...{
        id,
        width: size.widthPx,
        height: size.heightPx,
        url: `https://www.pexels.com/photo/${id}/`,
        photographer: `Author ${index % 9}`,
      },
      ...{ photographer_url: `https://www.pexels.com/@author-${index % 9}`, photographer_id: 7000 + (index % 9), avg_color: '#808080' },
      ...{ alt: query, liked: false, src: Object.fromEntries(sizes.map((name) => [name, link])) },
    };
  }

  private link(file: ShelfFile, directives: Directives): string {
    return this.world.links.issue(
      file,
      LINK_MS,
      directives,
      directives.has('expired') && this.world.tasks.timesAsked('pexels', 'link', directives.text) === 0,
    );
  }
}
