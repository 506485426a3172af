import { keywordsOf, titleFromPrompt } from '#media';
import { listOf, numberOf, objectOf, textOf } from '#platform';
import { ProviderError } from '../../contracts/errors.js';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';
import { type Submission } from '../../contracts/provider-calls.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { factsFor } from './chosen-facts.js';
import { askWiki } from './wikimedia.api.js';

export const FACTS_MODEL = 'wikimedia:facts';
/** What a film lasts when nobody says. */
const DEFAULT_SECONDS = 30;
/** Of the film: a voice may be a little slower than estimated. */
const SPOKEN_SHARE = 0.93;
/** Fewer are no narration. */
const LEAST_SENTENCES = 2;
const WIKIPEDIAS = /^[a-z]{2,3}$/;

interface Article {
  readonly title: string;
  readonly pageUrl: string;
  readonly extract: string;
}

/**
 * `wikimedia:facts`: what Wikipedia says of the question, in the film's language, sentence by sentence as it stands there. Never more than it
 * has: a film gets shorter before it gets filled.
 */
export class FactsScriptWriter implements ScriptWriter {
  constructor(private readonly http: ProviderHttp) {}

  /** @throws ProviderError `no_facts_found` */
  async write(request: ScriptRequest, { calls }: CallContext): Promise<WrittenScript> {
    const base = request.language.toLowerCase().split('-')[0] ?? '';
    if (!WIKIPEDIAS.test(base)) throw new ProviderError('no_facts_found', `there is no Wikipedia in "${request.language}"`, false);
    const seconds = (request.durationSeconds ?? DEFAULT_SECONDS) * SPOKEN_SHARE;
    const heard = new Set(request.series?.earlier.map(({ opening }) => opening));
    for (const [number, query] of queriesOf(request).entries()) {
      const article = await calls.once({
        ...{ provider: 'wikimedia', model: FACTS_MODEL, name: `article-${number}`, expectedMicros: 0 },
        request: (submission) => this.find(`${base}.wikipedia`, query, submission),
      });
      const { sentences } = article ? factsFor(request.prompt, article.extract, request.language, seconds, heard) : { sentences: [] };
      if (article && sentences.length >= LEAST_SENTENCES) return told(request, article, sentences);
    }
    throw new ProviderError('no_facts_found', `Wikipedia has no article for "${request.prompt.slice(0, 100)}"`, false);
  }

  private async find(project: string, query: string, submission: Submission): Promise<Article | null> {
    const search = {
      ...{ generator: 'search', gsrsearch: query, gsrnamespace: '0', gsrlimit: '5' },
      ...{ prop: 'pageprops', ppprop: 'disambiguation' },
    };
    const found = pagesOf(await askWiki(this.http, project, search, submission))
      .filter((page) => !('disambiguation' in objectOf(page['pageprops'])))
      .sort((a, b) => (numberOf(a['index']) ?? 0) - (numberOf(b['index']) ?? 0));
    const title = textOf(found[0]?.['title']);
    if (title === null) return null;
    const whole = { titles: title, redirects: '1', prop: 'extracts|info', inprop: 'url', explaintext: '1', exsectionformat: 'wiki' };
    const [page] = pagesOf(await askWiki(this.http, project, whole, submission));
    const [extract, pageUrl] = [textOf(page?.['extract']), textOf(page?.['fullurl'])];
    return extract === null || pageUrl === null ? null : { title, pageUrl, extract: extract.slice(0, MAX_EXTRACT) };
  }
}

/** As much as is looked at; it is remembered with the attempt. */
const MAX_EXTRACT = 40_000;

const pagesOf = (answer: unknown): Readonly<Record<string, unknown>>[] =>
  listOf(objectOf(objectOf(answer)['query'])['pages']).map(objectOf);

/** The words that matter together, then fewer of them. */
function queriesOf({ prompt, language }: ScriptRequest): readonly string[] {
  const words = keywordsOf(prompt, language, 5);
  const queries = [words.join(' '), words.slice(0, 2).join(' '), words[0] ?? ''];
  return [...new Set(queries)].filter((query) => query !== '');
}

function told(request: ScriptRequest, article: Article, sentences: readonly string[]): WrittenScript {
  const beats = Math.min(sentences.length, Math.max(1, request.beats ?? Math.ceil(sentences.length / 2)));
  const paragraphs = Array.from({ length: beats }, (_, beat) =>
    sentences.slice(Math.round((beat * sentences.length) / beats), Math.round(((beat + 1) * sentences.length) / beats)).join(' '),
  );
  return {
    ...{ title: request.title ?? titleFromPrompt(request.prompt, request.language), hook: sentences[0] ?? '', paragraphs },
    ...{ tone: request.tone, format: 'facts', audience: request.audience, outline: paragraphs.map((text) => text.slice(0, 80)) },
    sources: [{ title: article.title, pageUrl: article.pageUrl, license: 'CC BY-SA 4.0', author: 'Wikipedia' }],
    cost: null,
  };
}
