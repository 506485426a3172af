import { sectionsOf } from '#steps/plan';
import { type VideoRequest } from '../../contracts/video-request.js';
import { type EstimateSources, plannedSeconds, segmentSeconds } from './estimate.js';
import { clipChain } from './fallback-chain.js';
import { planFilm } from './plan.js';
import { spokenText } from './spoken-text.js';

/** A segment before there is one. */
export interface PlannedPart {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  readonly durationSeconds: number;
  /** The first that will be asked for its clip. */
  readonly model: string;
}

/** How a film will probably be cut; of a script exactly, as far as nobody has spoken it yet. */
export function plannedCuts(request: VideoRequest, sources: EstimateSources): PlannedPart[] {
  const modelOf = (index: number): string => clipChain(request, index, null)[0] ?? '';
  if (request.script !== null) {
    const { segments } = planFilm(request, request.title ?? '', spokenText(request.script));
    return segments.map(({ index, section, startFrame, endFrame }) => ({
      ...{ index, section, durationSeconds: (endFrame - startFrame) / request.fps, model: modelOf(index) },
    }));
  }
  const lengths = segmentSeconds(request, plannedSeconds(request, sources));
  const sections = sectionsOf(lengths.length, request.segmentation.mode);
  return lengths.map((durationSeconds, index) => ({ index, section: sections[index] ?? 'main', durationSeconds, model: modelOf(index) }));
}
