import { describe, expect, it } from '@jest/globals';
import { type UsageEffect } from '#billing';
import { processManager, recorded } from '#eventing/testing';
import { type ProviderCost, type StoredFile } from '#steps';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { AT, jobFailed, storedFile, VIDEO_ID, videoRequest } from '../../../testing/builders.js';
import { reservationOf } from '../reservations.js';
import { accountForVideo } from './account-for-video.process-manager.js';

const given = processManager(accountForVideo);
const ORG = '00000000-0000-4000-8000-00000000000a';
const of = { videoId: VIDEO_ID };
const file = (name: string, sizeBytes: number): StoredFile => ({ ...storedFile(name), sizeBytes });
const cost = (amountMicros: number): ProviderCost => ({ provider: 'kie', model: 'kie:veo', units: 1, amountMicros });

const created = (over: Partial<VideoRequest> = {}): VideoJobEvent => ({
  type: 'JobCreated',
  data: { ...of, request: videoRequest(over), widthPx: 1, heightPx: 1, transition: { kind: 'cut', frames: 0 }, createdAt: AT },
});
const clip = (index: number, over: Partial<Extract<VideoJobEvent, { type: 'SegmentGenerated' }>['data']> = {}): VideoJobEvent => ({
  type: 'SegmentGenerated',
  data: {
    ...{ ...of, plan: 1, index, take: 0, source: 'local:illustrator', kind: 'video', cost: null },
    ...{ clip: file(`clip-${index}`, 100), still: file(`still-${index}`, 10), ...over },
  },
});
const rendered = (edition: number, renderedSeconds: number, film = `film-${edition}`): VideoJobEvent => ({
  type: 'RenderFinished',
  data: {
    ...{ ...of, edition, frames: 600, renderedSeconds },
    ...{ film: file(film, 1000), manifest: file(`manifest-${edition}`, 1), thumbnail: file(`thumb-${edition}`, 2) },
  },
});
const completed: VideoJobEvent = { type: 'JobCompleted', data: { ...of, completedAt: AT } };
const cancelled: VideoJobEvent = { type: 'JobCancelled', data: { ...of, cancelledAt: AT } };
const deleted: VideoJobEvent = { type: 'ArtifactsDeleted', data: { ...of, deletedAt: AT } };
const anew = (index: number, take: number): VideoJobEvent => ({
  type: 'SegmentRegenerationRequested',
  data: { ...of, plan: 1, index, take, prompt: null, model: null, requestedAt: AT },
});
const retried = (round: number): VideoJobEvent => ({ type: 'JobRetried', data: { ...of, round, retriedAt: AT } });

type Settle = Extract<UsageEffect, { settle: unknown }>['settle'];
const settle = (reservationId: string, more: Pick<Settle, 'entry' | 'quantities'> & Partial<Settle>): UsageEffect => ({
  settle: { reservationId, orgId: ORG, subject: { kind: 'video', id: VIDEO_ID }, ...more, charge: more.charge ?? null, at: AT },
});
const close = (reservationId: string): UsageEffect => ({ close: { reservationId, orgId: ORG, at: AT } });

describe('accounting for a video', () => {
  it('settles what a clip has cost at once, and ends its share of the reservation', () => {
    given(created())
      .when(clip(3, { cost: cost(250_000) }))
      .then(settle(VIDEO_ID, { entry: 'clip-3@2', item: 'clip-3', quantities: { provider_cost_micros: 250_000 }, charge: cost(250_000) }));
  });

  it('gives the share of a segment back at once when something free stands in', () => {
    const paid = created({ visuals: { ...videoRequest().visuals, models: ['kie:veo'] } });
    given(paid)
      .when(clip(0))
      .then(settle(VIDEO_ID, { entry: 'clip-0@2', item: 'clip-0', quantities: {} }));
    given(created()).when(clip(0)).thenNothing();
  });

  it('books the film that was rendered and every byte that is kept, each file once', () => {
    const sameStill = clip(1, { still: file('still-0', 10) });
    given(created(), clip(0), sameStill)
      .when(rendered(1, 20))
      .then(settle(VIDEO_ID, { entry: 'render-1', quantities: { render_seconds: 20, storage_bytes: 210 + 1003 } }));
  });

  it('leaves files of others out', () => {
    const foreign = { ...file('own', 5_000), key: `${ORG}/0199a000-0000-7000-8000-0000000000ff/own` };
    given(created(), clip(0, { clip: foreign }))
      .when(rendered(1, 20))
      .then(settle(VIDEO_ID, { entry: 'render-1', quantities: { render_seconds: 20, storage_bytes: 1013 } }));
  });

  it('counts the video when it is completed, in its requested length, and gives back the rest', () => {
    given(created({ durationSeconds: 20.5 }), rendered(1, 20.5))
      .when(completed)
      .then(settle(VIDEO_ID, { entry: 'video', quantities: { videos: 1, video_seconds: 20.5 } }), close(VIDEO_ID));
    given(created({ durationSeconds: null }), rendered(1, 20))
      .when(completed)
      .then(settle(VIDEO_ID, { entry: 'video', quantities: { videos: 1, video_seconds: 20 } }), close(VIDEO_ID));
  });

  it.each([
    ['cancelled', cancelled],
    ['failed', jobFailed()],
  ])('of a %s one counts only what is kept; the video itself is given back', (_, end) => {
    given(created(), clip(0))
      .when(end)
      .then(settle(VIDEO_ID, { entry: 'kept@3', quantities: { storage_bytes: 110 } }), close(VIDEO_ID));
    given(created()).when(end).then(close(VIDEO_ID));
  });

  it('takes back every byte when the files are deleted, from where it was booked', () => {
    const regeneration = reservationOf.regeneration(VIDEO_ID, 0, 1);
    given(
      created(),
      clip(0),
      rendered(1, 20),
      completed,
      anew(0, 1),
      clip(0, { take: 1, clip: file('again', 40) }),
      rendered(2, 5),
      completed,
    )
      .when(deleted)
      .then(
        settle(VIDEO_ID, { entry: 'removed-0@9', quantities: { storage_bytes: -1113 } }),
        settle(regeneration, { entry: 'removed-1@9', quantities: { storage_bytes: -1043 } }),
      );
  });

  it('pays for a segment made anew from its own reservation, and counts the video no second time', () => {
    const regeneration = reservationOf.regeneration(VIDEO_ID, 0, 1);
    const before = [created(), clip(0), rendered(1, 20), completed, anew(0, 1)];
    given(...before)
      .when(clip(0, { take: 1, cost: cost(7), clip: file('again', 40) }))
      .then(settle(regeneration, { entry: 'clip-0@6', item: 'clip-0', quantities: { provider_cost_micros: 7 }, charge: cost(7) }));
    given(...before, rendered(2, 5))
      .when(completed)
      .then(close(regeneration));
  });

  it('closes both reservations when a segment was made anew while the video was being made', () => {
    given(created(), clip(0), anew(0, 1), clip(0, { take: 1 }), rendered(2, 20))
      .when(completed)
      .then(
        settle(VIDEO_ID, { entry: 'video', quantities: { videos: 1, video_seconds: 20 } }),
        close(VIDEO_ID),
        close(reservationOf.regeneration(VIDEO_ID, 0, 1)),
      );
  });

  it('goes on with a reservation of its own after a retry', () => {
    const retry = reservationOf.retry(VIDEO_ID, 1);
    given(created(), jobFailed(), retried(1))
      .when(clip(0, { cost: cost(9) }))
      .then(settle(retry, { entry: 'clip-0@4', item: 'clip-0', quantities: { provider_cost_micros: 9 }, charge: cost(9) }));
    given(created(), jobFailed(), retried(1), rendered(1, 20))
      .when(completed)
      .then(settle(retry, { entry: 'video', quantities: { videos: 1, video_seconds: 20 } }), close(retry));
  });

  describe('a smaller copy of the film', () => {
    const copy = { ...of, edition: 1, maxBytes: 500 };
    const reservation = reservationOf.copy(VIDEO_ID, 1, 500);
    const asked: VideoJobEvent = { type: 'FilmCopyRequested', data: { ...copy, requestedAt: AT } };
    const made: VideoJobEvent = {
      type: 'FilmCopyMade',
      data: { ...copy, copy: file('small', 400), widthPx: 1, heightPx: 1, madeAt: AT },
    };
    const before = [created(), clip(0), rendered(1, 20), completed, asked];

    it('counts as what it takes, on what was set aside for it', () => {
      given(...before)
        .when(made)
        .then(settle(reservation, { entry: 'copy@6', quantities: { storage_bytes: 400 } }), close(reservation));
    });

    it('gives back all of it where there is none, be it that the video is deleted meanwhile', () => {
      given(...before)
        .when({ type: 'FilmCopyFailed', data: { ...copy, code: 'media_too_large', failedAt: AT } })
        .then(close(reservation));
      given(...before)
        .when(deleted)
        .then(close(reservation), settle(VIDEO_ID, { entry: 'removed-0@6', quantities: { storage_bytes: -1113 } }));
    });

    it('goes with the video', () => {
      given(...before, made)
        .when(deleted)
        .then(
          settle(VIDEO_ID, { entry: 'removed-0@7', quantities: { storage_bytes: -1113 } }),
          settle(reservation, { entry: 'removed-1@7', quantities: { storage_bytes: -400 } }),
        );
    });
  });

  it('uses the time of the event, not of its handling', () => {
    const recordedAt = '2026-03-04T05:06:07.008Z';
    const [effect] = accountForVideo.react(
      accountForVideo.evolve(
        accountForVideo.evolve(accountForVideo.initialState, recorded(created())),
        recorded(completed, { version: 2, recordedAt }),
      ),
      recorded(completed, { version: 2, recordedAt }),
    );
    expect(effect).toMatchObject({ settle: { at: recordedAt } });
  });
});
