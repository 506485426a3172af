import { type Outline, writeOutline } from '#media';
import { type CallContext, type ScriptRequest, type ScriptWriter, type WrittenScript } from '../../contracts/makers.js';

/** Seconds that one paragraph fills when their number is left to us. */
const SECONDS_PER_BEAT = 5;

/** Wordings tried before an opening is heard again. */
const OTHER_WORDINGS = 8;

/** `local:outline`: a narration from templates around the prompt; it claims nothing the prompt does not say. */
export class OutlineScriptWriter implements ScriptWriter {
  readonly knowsOnlyTheGiven = true;

  write(request: ScriptRequest, { signal }: CallContext): Promise<WrittenScript> {
    signal.throwIfAborted();
    const { durationSeconds } = request;
    const written = (seed: number): Outline =>
      writeOutline({
        prompt: request.prompt,
        language: request.language,
        style: request.style,
        tone: request.tone,
        audience: request.audience,
        durationSeconds,
        beats: request.beats ?? (durationSeconds === null ? null : Math.max(1, Math.round(durationSeconds / SECONDS_PER_BEAT))),
        seed,
        ...(request.title !== null && { title: request.title }),
      });
    const openings = (request.series?.earlier ?? []).map(({ opening }) => opening).filter((opening) => opening !== '');
    const isTold = ({ paragraphs }: Outline): boolean => openings.some((opening) => paragraphs[0]?.startsWith(opening));
    let chosen = written(request.seed);
    for (let other = 1; other < OTHER_WORDINGS && isTold(chosen); other += 1) chosen = written(request.seed + other);
    const { title, hook, tone, format, audience, outline, paragraphs } = chosen;
    return Promise.resolve({ title, hook, tone, format, audience, outline, paragraphs, cost: null });
  }
}
