import { type Aggregate, Command, DomainError, type Event } from '#eventing/domain';
import { deriveId } from '#platform';

/** The next part of a series is to be made. */
export type EpisodePlanned = Event<'EpisodePlanned', { episodeId: string; seriesId: string; number: number }>;
/** Its film is there, and a jingle to it. */
export type EpisodeReleased = Event<'EpisodeReleased', { episodeId: string; durationSeconds: number; jingleKey: string }>;
/** There will be no film of it. */
export type EpisodeDropped = Event<'EpisodeDropped', { episodeId: string; reason: string }>;
export type EpisodeEvent = EpisodePlanned | EpisodeReleased | EpisodeDropped;

export class PlanEpisode extends Command<{ episodeId: string; seriesId: string; number: number }> {
  readonly type = 'PlanEpisode';
}
export class ReleaseEpisode extends Command<{ episodeId: string; durationSeconds: number; jingleKey: string }> {
  readonly type = 'ReleaseEpisode';
}
export class DropEpisode extends Command<{ episodeId: string; reason: string }> {
  readonly type = 'DropEpisode';
}
export type EpisodeCommand = PlanEpisode | ReleaseEpisode | DropEpisode;

class UnknownEpisode extends DomainError {
  readonly code = 'episode_not_found';
  readonly kind = 'not-found';
}

/**
 * The same episode of a series is always the same. It has an id of its own, not the video's: the tasks and files that go by the video's id
 * are cancelled and removed with the video.
 */
export const episodeIdOf = (seriesId: string, number: number): string => deriveId('sample.episode', seriesId, String(number));

export const episode: Aggregate<EpisodeCommand, 'absent' | 'planned' | 'ended', EpisodeEvent> = {
  name: 'sample-episode',
  module: 'sample',
  schemaVersions: { EpisodePlanned: 1, EpisodeReleased: 1, EpisodeDropped: 1 },
  initialState: 'absent',
  decide({ type, data }, state) {
    if (type === 'PlanEpisode') {
      const { episodeId, seriesId, number } = data;
      return state === 'absent' ? [{ type: 'EpisodePlanned', data: { episodeId, seriesId, number } }] : []; // the same order again
    }
    if (state === 'absent') throw new UnknownEpisode(`there is no episode ${data.episodeId}`);
    if (state === 'ended') return [];
    switch (type) {
      case 'ReleaseEpisode':
        return [
          {
            type: 'EpisodeReleased',
            data: { episodeId: data.episodeId, durationSeconds: data.durationSeconds, jingleKey: data.jingleKey },
          },
        ];
      case 'DropEpisode':
        return [{ type: 'EpisodeDropped', data: { episodeId: data.episodeId, reason: data.reason } }];
    }
  },
  evolve(_state, { type }) {
    switch (type) {
      case 'EpisodePlanned':
        return 'planned';
      case 'EpisodeReleased':
      case 'EpisodeDropped':
        return 'ended';
    }
  },
};
