import { listOf, numberOf, objectOf, textOf } from '#platform';
import { type PictureRequest } from '../../contracts/makers.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { freeLicence } from '../online/free-licence.js';
import { type FoundPhoto, type PhotoLibrary } from '../online/photo-library.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { askWiki } from './wikimedia.api.js';

const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'];
/** Of what is fetched: wider than any film here. */
const WIDTH_PX = 1920;

/** `wikimedia:commons`: photos of Wikimedia Commons. */
export class CommonsLibrary implements PhotoLibrary {
  readonly provider = 'wikimedia';
  readonly model = 'wikimedia:commons';
  constructor(private readonly http: ProviderHttp) {}

  async search(query: string, _request: PictureRequest, submission: Submission): Promise<readonly FoundPhoto[]> {
    const params = {
      ...{ generator: 'search', gsrsearch: `${query} filetype:bitmap`, gsrnamespace: '6', gsrlimit: '20', prop: 'imageinfo' },
      ...{ iiprop: 'url|size|mime|extmetadata', iiurlwidth: String(WIDTH_PX) },
      iiextmetadatafilter: 'LicenseShortName|LicenseUrl|Artist',
    };
    const pages = listOf(objectOf(objectOf(await askWiki(this.http, 'commons.wikimedia', params, submission))['query'])['pages']);
    return pages
      .map(objectOf)
      .sort((a, b) => (numberOf(a['index']) ?? 0) - (numberOf(b['index']) ?? 0))
      .flatMap(photoOf);
  }
}

function photoOf(page: Readonly<Record<string, unknown>>): FoundPhoto[] {
  const info = objectOf(listOf(page['imageinfo'])[0]);
  const told = (name: string): string | null => textOf(objectOf(objectOf(info['extmetadata'])[name])['value']);
  const licence = freeLicence(told('LicenseShortName'), told('LicenseUrl'));
  const [id, link, pageUrl] = [numberOf(page['pageid']), textOf(info['thumburl']) ?? textOf(info['url']), textOf(info['descriptionurl'])];
  const [widthPx, heightPx] = [numberOf(info['width']), numberOf(info['height'])];
  if (licence === null || id === null || link === null || pageUrl === null || widthPx === null || heightPx === null) return [];
  if (!PHOTO_TYPES.includes(textOf(info['mime']) ?? '')) return [];
  const author = textOfHtml(told('Artist') ?? '') || 'Wikimedia Commons';
  return [{ id: `wikimedia:${id}`, link, pageUrl, author, authorUrl: null, licence, widthPx, heightPx }];
}

const MAX_AUTHOR_CHARACTERS = 120;

/** Authors come as HTML, mostly a link around a name. */
export const textOfHtml = (html: string): string =>
  html
    .slice(0, 4000)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:amp|#38);/g, '&')
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:#0?39|apos);/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/[<>\s]+/g, ' ')
    .trim()
    .slice(0, MAX_AUTHOR_CHARACTERS);
