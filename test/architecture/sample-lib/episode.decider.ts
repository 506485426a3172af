import { type Aggregate, Command, DomainError, type Event } from '#eventing/domain';

/** The next part of a series is to be made. */
export type EpisodePlanned = Event<'EpisodePlanned', { videoId: string; seriesId: string; number: number }>;
/** Its film is there. */
export type EpisodeReleased = Event<'EpisodeReleased', { videoId: string; durationSeconds: number }>;
/** There will be no film of it. */
export type EpisodeDropped = Event<'EpisodeDropped', { videoId: string; reason: string }>;
export type EpisodeEvent = EpisodePlanned | EpisodeReleased | EpisodeDropped;

export class PlanEpisode extends Command<{ videoId: string; seriesId: string; number: number }> {
  readonly type = 'PlanEpisode';
}
export class ReleaseEpisode extends Command<{ videoId: string; durationSeconds: number }> {
  readonly type = 'ReleaseEpisode';
}
export class DropEpisode extends Command<{ videoId: string; reason: string }> {
  readonly type = 'DropEpisode';
}
export type EpisodeCommand = PlanEpisode | ReleaseEpisode | DropEpisode;

class UnknownEpisode extends DomainError {
  readonly code = 'episode_not_found';
  readonly kind = 'not-found';
}

/** Its streams have the id of the video that was ordered for it. */
export const episode: Aggregate<EpisodeCommand, 'absent' | 'planned' | 'ended', EpisodeEvent> = {
  name: 'sample-episode',
  module: 'sample',
  schemaVersions: { EpisodePlanned: 1, EpisodeReleased: 1, EpisodeDropped: 1 },
  initialState: 'absent',
  decide({ type, data }, state) {
    if (type === 'PlanEpisode') {
      const { videoId, seriesId, number } = data;
      return state === 'absent' ? [{ type: 'EpisodePlanned', data: { videoId, seriesId, number } }] : []; // the same order again
    }
    if (state === 'absent') throw new UnknownEpisode(`there is no episode ${data.videoId}`);
    if (state === 'ended') return [];
    switch (type) {
      case 'ReleaseEpisode':
        return [{ type: 'EpisodeReleased', data: { videoId: data.videoId, durationSeconds: data.durationSeconds } }];
      case 'DropEpisode':
        return [{ type: 'EpisodeDropped', data: { videoId: data.videoId, reason: data.reason } }];
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
