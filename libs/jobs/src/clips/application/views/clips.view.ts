import { type SignedUrls } from '#assets';
import { type ClipAnswer, type ClipSet } from '../../../contracts/clips.js';
import { type SetClip, summaryOf } from '../../domain/clip-set.state.js';
import { type ClipSetView } from '../handlers/messages.js';

/** Links in answers work this long (api.md, "Artifacts"). */
const LINK_SECONDS = 3600;

export function clipsView({ set, updatedAt }: ClipSetView, urls: SignedUrls): ClipSet {
  return {
    id: set.clipSetId,
    status: set.status,
    model: set.model,
    aspectRatio: set.aspectRatio,
    clips: Object.fromEntries(set.clips.map((clip) => [clip.clipId, answerOf(clip, urls)])),
    frames: Object.fromEntries(set.clips.map(({ scene, clipId }) => [scene, clipId])),
    summary: summaryOf(set.clips),
    createdAt: set.createdAt,
    updatedAt,
    completedAt: set.completedAt,
  };
}

function answerOf({ outcome }: SetClip, urls: SignedUrls): ClipAnswer {
  if (outcome === null) return 'pending';
  if (outcome.status === 'failed') return { error: { code: outcome.code, message: outcome.message } };
  return urls.sign(outcome.clip.key, outcome.clip.contentType, LINK_SECONDS);
}
