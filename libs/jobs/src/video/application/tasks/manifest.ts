import { type VideoJobState, totalFrames } from '../../domain/video-job.state.js';
import { cardsOf } from '../../domain/look-of-piece.js';
import { piecesOf } from '../../domain/pending-tasks.js';

/** The timeline a film is made from, as `manifest.json`: enough to see what depends on what, and to render it anew elsewhere. */
export function manifestOf(job: VideoJobState, edition: number): object {
  const { request, plan, widthPx, heightPx } = job;
  const { fps } = request;
  return {
    version: 1,
    videoId: job.videoId,
    edition,
    title: job.title,
    format: { widthPx, heightPx, fps, frames: plan ? totalFrames(plan) : 0 },
    template: request.template,
    look: job.look,
    cards: cardsOf(job),
    ...(job.script && { script: { source: job.script.source, sources: job.script.sources } }),
    segments: (plan?.segments ?? []).map((s, i) => {
      const state = job.segments[i];
      return {
        index: s.index,
        section: s.section,
        startFrame: s.startFrame,
        endFrame: s.endFrame,
        text: s.text,
        source: state?.clip?.source ?? null,
        sourceSha256: state?.clip?.file.sha256 ?? null,
        ...(state?.clip?.attribution && { attribution: state.clip.attribution }),
        seed: s.seed,
      };
    }),
    transitions: plan?.transitions ?? [],
    pieces: piecesOf(job).map((piece) => ({
      id: piece.id,
      startFrame: piece.startFrame,
      endFrame: piece.endFrame,
      sha256: job.pieces[piece.id]?.file.sha256 ?? null,
    })),
    audio: {
      sha256: job.mix?.audio.sha256 ?? null,
      integratedLufs: job.mix?.integratedLufs ?? null,
      truePeakDbtp: job.mix?.truePeakDbtp ?? null,
      voiceLines: job.voiceover?.lines ?? [],
    },
    subtitles: request.subtitles === false ? null : { style: request.subtitles.style, burnIn: request.subtitles.burnIn },
  };
}
