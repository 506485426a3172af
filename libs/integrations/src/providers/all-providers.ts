import { createSpeech } from '#media';
import { logger } from '#platform';
import { type WordTimer } from '../contracts/makers.js';
import { type Provider } from '../contracts/models.js';
import { type CatalogueConfig } from './catalogue.config.js';
import { edgeProvider } from './edge/edge.provider.js';
import { fantaprojektProvider } from './fantaprojekt/fantaprojekt.provider.js';
import { geminiProvider } from './gemini/gemini.provider.js';
import { kieProvider } from './kie/kie.provider.js';
import { LocalWordTimer } from './local/alignment.word-timer.js';
import { ffmpegProvider, localProvider, type LocalProviderOptions } from './local/local-providers.js';
import { OpenAiWordTimer } from './openai/openai.word-timer.js';
import { openaiProvider } from './openai/openai.provider.js';
import { pexelsProvider } from './pexels/pexels.provider.js';
import { openverseProvider } from './openverse/openverse.provider.js';
import { runwareProvider } from './runware/runware.provider.js';
import { runwayProvider } from './runway/runway.provider.js';
import { wikimediaProvider } from './wikimedia/wikimedia.provider.js';

/** Everyone Kadr can work with, in the order in which they are offered. Who has no key is listed all the same. */
export function allProviders(local: LocalProviderOptions, settings: CatalogueConfig): readonly Provider[] {
  const { voicesFolder: _, ...espeak } = local;
  const timer = wordTimer(new LocalWordTimer(createSpeech(espeak)), settings.wordTiming);
  return [
    kieProvider({ timer, uploadBaseUrl: settings.kieUploadUrl, ...(settings.kieVoice !== null && { defaultVoice: settings.kieVoice }) }),
    runwareProvider(settings.runwareImageAir === null ? {} : { imageAir: settings.runwareImageAir }),
    runwayProvider(),
    openaiProvider({ timer, writers: settings.openaiWriters }),
    geminiProvider(),
    pexelsProvider({ videoSearch: settings.pexelsVideoPath }),
    wikimediaProvider(),
    openverseProvider(),
    edgeProvider(),
    fantaprojektProvider(),
    localProvider(local),
    ffmpegProvider(),
  ];
}

/** Word times are never a reason to lose a narration that was paid for: who cannot tell is replaced by our own alignment. */
function wordTimer(own: WordTimer, wished: string): WordTimer {
  const [provider, model = ''] = wished.split(':');
  if (provider !== 'openai') return own;
  const other = new OpenAiWordTimer(model);
  return {
    async time(request, context) {
      try {
        return await other.time(request, context);
      } catch (error) {
        if ((error as { retryable?: unknown }).retryable !== false) throw error;
        logger('providers').warn({ err: error }, `${wished} gave no word times: ours are used`);
        return own.time(request, context);
      }
    },
  };
}
