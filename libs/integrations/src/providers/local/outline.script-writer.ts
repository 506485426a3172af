import { type Outline, writeOutline } from '#media';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';

/** What a film lasts when nobody says. */
const DEFAULT_SECONDS = 30;
/** Seconds that one paragraph fills when their number is left to us. */
const SECONDS_PER_BEAT = 5;

/** Wordings tried before an opening is heard again. */
const OTHER_WORDINGS = 8;

/** `local:outline`: a narration from templates around the prompt; it claims nothing the prompt does not say. */
export class OutlineScriptWriter implements ScriptWriter {
  write(request: ScriptRequest, { signal }: CallContext): Promise<WrittenScript> {
    signal.throwIfAborted();
    const durationSeconds = request.durationSeconds ?? DEFAULT_SECONDS;
    const written = (seed: number): Outline =>
      writeOutline({
        prompt: request.prompt,
        language: request.language,
        style: request.style,
        tone: request.tone,
        audience: request.audience,
        durationSeconds,
        beats: request.beats ?? Math.max(1, Math.round(durationSeconds / SECONDS_PER_BEAT)),
        seed,
        ...(request.title !== null && { title: request.title }),
      });
    const begins = ({ paragraphs }: Outline, opening: string): boolean => opening !== '' && (paragraphs[0] ?? '').startsWith(opening);
    const wordings = Array.from({ length: request.series ? OTHER_WORDINGS : 1 }, (_, n) => request.seed + n);
    const unheard = wordings.find((seed) => !request.series?.earlier.some(({ opening }) => begins(written(seed), opening)));
    const { title, hook, tone, format, audience, outline, paragraphs } = written(unheard ?? request.seed);
    return Promise.resolve({ title, hook, tone, format, audience, outline, paragraphs, cost: null });
  }
}
