import { listOf, numberOf, objectOf, textOf } from '#platform';
import { type PictureRequest } from '../../contracts/makers.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { askLibrary } from '../online/ask-library.js';
import { freeLicence } from '../online/free-licence.js';
import { type FoundPhoto, type PhotoLibrary } from '../online/photo-library.js';
import { type ProviderHttp } from '../http/provider-http.js';

/** As many as it gives to those without an account. */
const PAGE_SIZE = '20';

/** `openverse:photo`: photos of many libraries, found through Openverse. */
export class OpenverseLibrary implements PhotoLibrary {
  readonly provider = 'openverse';
  readonly model = 'openverse:photo';
  constructor(private readonly http: ProviderHttp) {}

  async search(query: string, { widthPx, heightPx }: PictureRequest, submission: Submission): Promise<readonly FoundPhoto[]> {
    const params = new URLSearchParams({
      ...{ q: query, page_size: PAGE_SIZE, license: 'by,by-sa,cc0,pdm', category: 'photograph', mature: 'false' },
      aspect_ratio: widthPx > heightPx ? 'wide' : widthPx < heightPx ? 'tall' : 'square',
    });
    const url = `${submission.baseUrl}/v1/images/?${params.toString()}`;
    return listOf(objectOf(await askLibrary(this.http, 'Openverse', url, submission))['results'])
      .map(objectOf)
      .flatMap(photoOf);
  }
}

function photoOf(photo: Readonly<Record<string, unknown>>): FoundPhoto[] {
  const licence = freeLicence(licenceName(textOf(photo['license']), textOf(photo['license_version'])), textOf(photo['license_url']));
  const [id, link, pageUrl] = [textOf(photo['id']), textOf(photo['url']), textOf(photo['foreign_landing_url'])];
  const [widthPx, heightPx] = [numberOf(photo['width']), numberOf(photo['height'])];
  if (licence === null || !id || !link || !pageUrl || widthPx === null || heightPx === null || photo['mature'] === true) return [];
  const author = textOf(photo['creator'])?.trim() || 'unknown';
  return [{ id: `openverse:${id}`, link, pageUrl, author, authorUrl: textOf(photo['creator_url']), licence, widthPx, heightPx }];
}

function licenceName(license: string | null, version: string | null): string | null {
  if (license === null) return null;
  if (license === 'pdm') return 'Public domain';
  return `CC ${license === 'cc0' ? '0' : license.toUpperCase()}${version && license !== 'cc0' ? ` ${version}` : ''}`.replace('CC 0', 'CC0');
}
