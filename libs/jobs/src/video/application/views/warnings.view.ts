import { isLocal } from '#steps/plan';
import { type VideoWarning } from '../../../contracts/video.resource.js';
import { type VideoJobState } from '../../domain/video-job.state.js';

const MESSAGES: Readonly<Record<VideoWarning['code'], { readonly en: string; readonly ru: string }>> = {
  no_facts: {
    en: 'The narration was written on this machine, by a writer that knows no facts: it asks and observes, and claims nothing beyond your prompt. For facts send a script, set KADR_ONLINE=1 (Wikipedia), or add the key of a language model.',
    ru: 'Текст написан на этой машине автором, который не знает фактов: он спрашивает и наблюдает, но не утверждает ничего сверх вашего запроса. Чтобы были факты, пришлите сценарий, включите KADR_ONLINE=1 (Википедия) или добавьте ключ языковой модели.',
  },
};

/** What whoever watches the film should know about it, in its language where we have the words, else in English. */
export function warningsOf({ script, request: { language } }: Pick<VideoJobState, 'script' | 'request'>): VideoWarning[] {
  if (!script || !isLocal(script.source)) return [];
  return [{ code: 'no_facts', message: MESSAGES.no_facts[/^ru\b/i.test(language) ? 'ru' : 'en'] }];
}
