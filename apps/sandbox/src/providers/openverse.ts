import { Directives } from '../core/directives.js';
import { answerAtOnce } from '../core/interference.js';
import { sizeOf } from '../core/sizes.js';
import { type SandboxProvider, type World } from '../core/world.js';
import { type Exchange } from '../http/exchange.js';

const RATE = { count: 20, seconds: 60 };
const LINK_MS = 24 * 3_600_000;
const RATIOS: Readonly<Record<string, string>> = { wide: '16:9', tall: '9:16', square: '1:1' };
const LICENCES = ['by', 'by-sa', 'cc0', 'pdm', 'by-nc', 'by-nd', 'by-nc-sa', 'by-nc-nd'];
/** What those without an account may ask for at a time. */
const MOST = 20;
/** A query with this word finds nothing. */
const NOTHING = /\bnothing\b/i;

/** Openverse without an account: search of images, nothing else. */
export class Openverse implements SandboxProvider {
  readonly name = 'openverse';
  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    if (exchange.method !== 'GET' || exchange.path !== '/v1/images/') return exchange.send(404, { detail: 'Not found.' });
    const [query, size] = [exchange.query('q'), Number(exchange.query('page_size') || '20')];
    if (size > MOST) return exchange.send(401, { detail: 'Anonymous users may ask for 20 at most.' });
    if (!this.world.rates.take('openverse', this.world.faults.of('openverse').rate ?? RATE)) {
      return exchange.send(429, { detail: 'Request was throttled. Expected available in 3 seconds.' });
    }
    const licences = exchange.query('license') === '' ? LICENCES : exchange.query('license').split(',');
    const directives = new Directives(query, 'openverse');
    await answerAtOnce(this.world, exchange, directives, {
      provider: 'openverse',
      refuse: (status) => exchange.send(status, { detail: `Refused with ${status}` }),
      answer: async () => {
        const results = NOTHING.test(query)
          ? []
          : await Promise.all(licences.map((one, index) => this.photo(exchange, query, one, index, directives)));
        const page = { result_count: results.length, page_count: 1, page_size: size, page: 1, results };
        return { body: Buffer.from(JSON.stringify(page)), headers: { 'content-type': 'application/json' } };
      },
    });
    exchange.notes.isPaid = false; // nothing is charged here
  }

  private async photo(exchange: Exchange, query: string, license: string, index: number, directives: Directives): Promise<object> {
    const size = sizeOf(RATIOS[exchange.query('aspect_ratio')] ?? '3:2');
    const file = await this.world.shelf.image({ about: `openverse ${query} ${index % 4}`, ...size, extension: 'jpg' });
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const version = license === 'cc0' || license === 'pdm' ? '1.0' : '4.0';
    return {
      ...{
        id,
        title: `${query} ${index}`,
        foreign_landing_url: `https://photos.example/${id}`,
        url: this.world.links.issue(file, LINK_MS, directives, false),
      },
      ...{ creator: `Author ${index}`, creator_url: `https://photos.example/author-${index}`, license, license_version: version },
      ...{ license_url: `https://creativecommons.org/licenses/${license}/${version}/`, width: size.widthPx * 3, height: size.heightPx * 3 },
      ...{ filetype: 'jpg', category: 'photograph', mature: false },
    };
  }
}
