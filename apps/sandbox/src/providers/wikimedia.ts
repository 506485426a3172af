import { Directives } from '../core/directives.js';
import { answerAtOnce } from '../core/interference.js';
import { sizeOf } from '../core/sizes.js';
import { type SandboxProvider, type World } from '../core/world.js';
import { type Exchange } from '../http/exchange.js';

const RATE = { count: 200, seconds: 60 };
const LINK_MS = 24 * 3_600_000;
/** A query with this word finds nothing. */
const NOTHING = /\bnothing\b/i;
const LICENCES = [
  ['CC BY-SA 4.0', 'https://creativecommons.org/licenses/by-sa/4.0'],
  ['Public domain', ''],
  ['CC BY-NC 4.0', 'https://creativecommons.org/licenses/by-nc/4.0'],
  ['CC BY 2.0', 'https://creativecommons.org/licenses/by/2.0'],
] as const;

/** Texts of the sandbox's own, shaped as extracts are: headings, asides, sentences that lean on others. */
const ARTICLES: Readonly<Record<string, (subject: string) => string>> = {
  en: (subject) =>
    `${subject} (sandbox; pronounced "sand") is the subject of this article in the sandbox. It is written for tests. ` +
    `${subject} has three parts, and each of them has a name of its own. The largest part of ${subject} weighs about 12 kilograms.\n\n` +
    `== History ==\nThe first description of ${subject} was printed in 1698. However, nobody read it. ` +
    `Scholars from five countries measured ${subject} again in 1903.\n== See also ==\nOther subjects\n`,
  ru: (subject) =>
    `${subject} (песочница) — предмет этой статьи в песочнице. Он описан для проверок. ` +
    `У предмета ${subject} три части, и у каждой есть своё имя. Самая большая часть весит около 12 килограммов.\n\n` +
    `== История ==\nПервое описание напечатали в 1698 году. Однако его никто не прочёл. ` +
    `Учёные из пяти стран измерили предмет снова в 1903 году.\n`,
};

/** Wikipedia in every language and Wikimedia Commons: the Action API, as far as it is asked. */
export class Wikimedia implements SandboxProvider {
  readonly name = 'wikimedia';
  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    const [, project = '', family = ''] = /^\/([a-z]{2,7})\.(wikipedia|wikimedia)\/w\/api\.php$/.exec(exchange.path) ?? [];
    if (exchange.method !== 'GET' || family === '') return exchange.send(404, { error: 'Not Found' });
    if (exchange.header('user-agent') === '') return exchange.send(403, { error: 'Set a user agent' });
    if (!this.world.rates.take('wikimedia', this.world.faults.of('wikimedia').rate ?? RATE))
      return exchange.send(429, { error: 'Too Many Requests' });
    const query = exchange.query('gsrsearch') || exchange.query('titles');
    const directives = new Directives(query, 'wikimedia');
    await answerAtOnce(this.world, exchange, directives, {
      provider: 'wikimedia',
      refuse: (status) => exchange.send(status, { error: { code: 'refused', info: `Refused with ${status}` } }),
      answer: async () => {
        const pages = family === 'wikimedia' ? await this.photos(query, directives) : articles(project, exchange, query);
        return {
          body: Buffer.from(JSON.stringify({ batchcomplete: true, query: { pages } })),
          headers: { 'content-type': 'application/json' },
        };
      },
    });
    exchange.notes.isPaid = false; // nothing is charged here
  }

  private async photos(query: string, directives: Directives): Promise<object[]> {
    if (NOTHING.test(query)) return [];
    return Promise.all(
      LICENCES.map(async ([name, url], index) => {
        const size = sizeOf(index % 2 === 0 ? '16:9' : '9:16');
        const file = await this.world.shelf.image({ about: `commons ${query} ${index}`, ...size, extension: 'jpg' });
        const link = this.world.links.issue(file, LINK_MS, directives, false);
        const told = {
          LicenseShortName: { value: name },
          LicenseUrl: { value: url },
          Artist: { value: `<a href="//x">Author ${index}</a>` },
        };
        const shape = { width: size.widthPx * 3, height: size.heightPx * 3, mime: 'image/jpeg' };
        const info = {
          ...shape,
          url: link,
          thumburl: link,
          descriptionurl: `https://commons.wikimedia.org/wiki/File:${index}.jpg`,
          extmetadata: told,
        };
        return { pageid: 9000 + index, ns: 6, title: `File:${index}.jpg`, index: index + 1, imageinfo: [info] };
      }),
    );
  }
}

function articles(language: string, exchange: Exchange, query: string): object[] {
  if (NOTHING.test(query)) return [];
  const subject = query.split(' ')[0] ?? query;
  const title = `${subject.slice(0, 1).toUpperCase()}${subject.slice(1)}`;
  if (exchange.query('gsrsearch') !== '') return [{ pageid: 1, ns: 0, title, index: 1 }];
  const extract = (ARTICLES[language] ?? ARTICLES['en'])?.(title) ?? '';
  return [{ pageid: 1, ns: 0, title, extract, fullurl: `https://${language}.wikipedia.org/wiki/${encodeURIComponent(title)}` }];
}
