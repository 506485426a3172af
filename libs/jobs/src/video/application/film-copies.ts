import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { OverQuota } from '#billing';
import { planShrink } from '#media/plan';
import { Clock } from '#platform';
import { type Requester } from '../../contracts/requester.js';
import { type FilmWithin } from '../../contracts/videos.js';
import { copyOf } from '../domain/film-copies.js';
import { RequestFilmCopy } from '../domain/video-job.commands.js';
import { UnknownArtifact } from '../domain/video-job.errors.js';
import { type FilmCopy } from '../domain/video-job.state.js';
import { ChangeVideo, GetVideo } from './handlers/messages.js';

/** Films for those who take only so many bytes. */
@Injectable()
export class FilmCopies {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** @throws video_not_found, artifact_not_found where there is no film, or it is out of date */
  async within(by: Requester, videoId: string, maxBytes: number): Promise<FilmWithin> {
    const { job } = await this.queries.execute(new GetVideo(by.orgId, videoId));
    const { film, widthPx, heightPx } = job;
    if (job.status !== 'completed' || film?.edition !== job.filmRevision) throw new UnknownArtifact(videoId, 'final.mp4');
    if (film.film.sizeBytes <= maxBytes) return { state: 'ready', file: film.film, widthPx, heightPx };
    const known = copyOf(job, maxBytes);
    if (known) return shown(known);
    if (!planShrink({ widthPx, heightPx, fps: job.request.fps }, film.frames, maxBytes)) return { state: 'impossible' };
    return this.ask(by, videoId, maxBytes);
  }

  private async ask(by: Requester, videoId: string, maxBytes: number): Promise<FilmWithin> {
    try {
      const command = new RequestFilmCopy({ videoId, maxBytes }, this.clock.now());
      const { job } = await this.commands.execute(new ChangeVideo(command, by, null, null));
      return shown(copyOf(job, maxBytes));
    } catch (error) {
      // Their plan has no room left for it.
      if (error instanceof OverQuota) return { state: 'impossible' };
      throw error;
    }
  }
}

function shown(copy: FilmCopy | null): FilmWithin {
  if (copy?.made) return { state: 'ready', ...copy.made };
  return { state: copy?.status === 'failed' ? 'impossible' : 'being-made' };
}
