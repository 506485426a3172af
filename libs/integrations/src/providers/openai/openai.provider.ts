import { type WordTimer } from '../../contracts/makers.js';
import { type Makers, type Provider } from '../../contracts/models.js';
import { OPENAI_WRITERS, openaiModels } from './openai.catalogue.js';
import { OpenAiScriptWriter } from './openai.script-writer.js';
import { OpenAiVoiceMaker } from './openai.voice-maker.js';
import { OpenAiWordTimer } from './openai.word-timer.js';

const FREE = { inMicros: 0, outMicros: 0 };

export interface OpenAiOptions {
  /** Times the words of its voices. */
  readonly timer: WordTimer;
  /** Further writers behind the same address, e.g. `llama3.2` of Ollama. */
  readonly writers?: readonly string[];
}

/** `openai`: scripts, speech, word times; scripts also of everyone else who speaks its protocol. */
export function openaiProvider({ timer, writers = [] }: OpenAiOptions): Provider {
  const extra = writers.filter((name) => !(name in OPENAI_WRITERS));
  const models = openaiModels(extra);
  const makersOf = (id: string): Makers => {
    const name = id.slice('openai:'.length);
    const capability = models.find((model) => model.id === id)?.capability;
    if (capability === 'script') return { script: new OpenAiScriptWriter(name, OPENAI_WRITERS[name] ?? FREE) };
    if (capability === 'voice') return { voice: new OpenAiVoiceMaker(name, timer) };
    if (capability === 'transcription') return { transcription: new OpenAiWordTimer(name) };
    return {};
  };
  const makers = new Map(models.map(({ id }) => [id, makersOf(id)]));
  return { name: 'openai', models: () => models, makers: (id) => makers.get(id) ?? {} };
}
