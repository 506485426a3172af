import { type Submission } from '../../contracts/provider-calls.js';
import { askLibrary } from '../online/ask-library.js';
import { type ProviderHttp } from '../http/provider-http.js';

/** Every project has a host of its own below this name. */
export const WIKIMEDIA_BASE = 'https://wikimedia.org';

/**
 * Where a project answers: at its own host, or below an address that was set instead (a mirror, the sandbox).
 * @param project `en.wikipedia`, `commons.wikimedia`
 */
export const apiOf = (baseUrl: string, project: string): string =>
  baseUrl === WIKIMEDIA_BASE ? `https://${project}.org/w/api.php` : `${baseUrl}/${project}/w/api.php`;

/** One question to the Action API, answered in its second format. @throws ProviderError */
export function askWiki(
  http: ProviderHttp,
  project: string,
  params: Readonly<Record<string, string>>,
  submission: Submission,
): Promise<unknown> {
  const query = new URLSearchParams({ action: 'query', format: 'json', formatversion: '2', maxlag: '5', ...params });
  return askLibrary(http, 'Wikimedia', `${apiOf(submission.baseUrl, project)}?${query.toString()}`, submission);
}
