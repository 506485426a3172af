import { type PictureRequest } from '#integrations';
import { SEED_MODULUS } from '../../domain/plan.js';
import { type VideoJobState, promptSent } from '../../domain/video-job.state.js';

/** Then nothing is drawn into a picture that would say the title once more. */
const hasTitleCard = ({ look, title }: VideoJobState): boolean => (look?.intro?.text.includes('{title}') ?? false) && (title ?? '') !== '';

/** Says to an image or clip model what segment `index` is to show. `wish` is what was asked for instead of the planned prompt. */
export function pictureRequest(job: VideoJobState, index: number, planned: string): PictureRequest {
  const { request, widthPx, heightPx, plan, segments } = job;
  const segment = plan?.segments[index];
  const state = segments[index];
  if (!segment || !state) throw new RangeError(`video ${job.videoId} has no segment ${index}`);
  const prompt = promptSent(state, planned);
  // A segment made anew looks different even when nothing else was said; the others keep the one look of their film.
  const shift = state.generationNumber * 104_729;
  const seed = (segment.seed + shift) % SEED_MODULUS;
  return {
    prompt,
    negativePrompt: null,
    narration: state.prompt ?? segment.text,
    language: request.language,
    style: request.style,
    widthPx,
    heightPx,
    seed,
    film: {
      title: job.title ?? '',
      tone: request.tone,
      index,
      section: hasTitleCard(job) && segment.section === 'intro' ? 'main' : segment.section,
      narrations: (plan?.segments ?? []).map((s) => s.text),
      seed: (request.visuals.seed + shift) % SEED_MODULUS,
    },
  };
}
