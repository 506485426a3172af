import { type VideoWarning } from '../../contracts/video.resource.js';
import { type VideoJobState } from './video-job.state.js';

/** Writes around the words of a prompt and knows nothing beside them. */
const WRITER_WITHOUT_FACTS = 'local:outline';
const MESSAGES = {
  en: 'The script was written without knowledge of its subject: it says no more than the prompt does. Send a script, set KADR_ONLINE=1 for facts from Wikipedia, or add a key of a language model.',
  ru: 'Сценарий написан без знаний о предмете: в нём не больше, чем в запросе. Пришлите свой сценарий, включите KADR_ONLINE=1 для фактов из Википедии или добавьте ключ языковой модели.',
};

/** What whoever ordered a video should know before showing it, in the language of its request. */
export function warningsOf({ script, request }: Pick<VideoJobState, 'script' | 'request'>): VideoWarning[] {
  if (script?.source !== WRITER_WITHOUT_FACTS) return [];
  return [{ code: 'script_without_facts', message: MESSAGES[request.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'] }];
}
