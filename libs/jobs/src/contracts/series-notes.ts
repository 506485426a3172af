import { Injectable } from '@nestjs/common';

/** What a series says of one of its episodes. */
export interface NotesOfEpisode {
  /** Its number, from 1. */
  readonly episode: number;
  /** What all episodes have in common, in the words of who made the series; empty: nothing. */
  readonly bible: string;
  /** Videos of earlier episodes, newest first: what they say is not said again. */
  readonly earlier: readonly string[];
}

export type EpisodeLookup = (orgId: string, seriesId: string, videoId: string) => Promise<NotesOfEpisode | null>;

/** Where the writer of an episode asks what its series knows. Whoever keeps series registers. */
@Injectable()
export class SeriesNotes {
  private lookup: EpisodeLookup | null = null;

  register(lookup: EpisodeLookup): void {
    if (this.lookup) throw new Error('series are kept by one lib');
    this.lookup = lookup;
  }

  /** @returns null: the series is gone */
  async of(orgId: string, seriesId: string, videoId: string): Promise<NotesOfEpisode | null> {
    return (await this.lookup?.(orgId, seriesId, videoId)) ?? null;
  }
}
