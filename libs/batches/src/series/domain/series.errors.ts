import { DomainError, type RefusalKind } from '#eventing/domain';

abstract class SeriesRefusal extends DomainError {
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, seriesId: string) {
    super(message);
    this.details = { seriesId };
  }
}

export class UnknownSeries extends SeriesRefusal {
  readonly code = 'series_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(seriesId: string) {
    super(`There is no series ${seriesId}.`, seriesId);
  }
}

/** Its list is at its end, and the order says nothing else. */
export class NoTopicLeft extends SeriesRefusal {
  readonly code = 'no_topic_left';
  readonly kind: RefusalKind = 'conflict';
  constructor(seriesId: string) {
    super(`Every topic of series ${seriesId} has its episode: add topics to it, or give the episode a prompt.`, seriesId);
  }
}

/** Another order has taken this number at the same moment: the next one is tried. */
export class EpisodeTaken extends SeriesRefusal {
  readonly code = 'episode_taken';
  readonly kind: RefusalKind = 'conflict';
  constructor(seriesId: string, episode: number) {
    super(`Episode ${episode} of series ${seriesId} was ordered at the same moment; order again.`, seriesId);
  }
}
