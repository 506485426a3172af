import { type Aggregate } from '#eventing/domain';
import { PERSONAL_OF_SHORT_VIDEO } from '../../contracts/personal-text.js';
import { type ShortVideoEvent, type ShortVideoRendered } from '../../contracts/short-video.events.js';
import { type ShortVideoCommand } from './short-video.commands.js';
import { ShortVideoSettled, UnknownShortVideo } from './short-video.errors.js';

/** A film that is put together from scenes for somebody else. */
export type ShortVideo =
  | { readonly status: 'absent' }
  | { readonly status: 'queued' | 'processing'; readonly orderedAt: string }
  | { readonly status: 'ready'; readonly orderedAt: string; readonly film: ShortVideoRendered['data']; readonly isAnnounced: boolean }
  | { readonly status: 'failed'; readonly orderedAt: string; readonly error: string; readonly isAnnounced: boolean }
  | { readonly status: 'deleted'; readonly filesRemoved: boolean };

export const shortVideo: Aggregate<ShortVideoCommand, ShortVideo, ShortVideoEvent> = {
  name: 'short-video',
  module: 'integrations',
  schemaVersions: {
    ShortVideoOrdered: 2,
    ShortVideoStarted: 1,
    ShortVideoRendered: 1,
    ShortVideoFailed: 1,
    ShortVideoAnnounced: 1,
    ShortVideoDeleted: 1,
    ShortVideoFilesRemoved: 1,
  },
  personal: PERSONAL_OF_SHORT_VIDEO,
  initialState: { status: 'absent' },
  upcast(type, schemaVersion, data) {
    // Version 2 says what was reserved; before it nothing was.
    if (type === 'ShortVideoOrdered' && schemaVersion === 1) return { ...data, expectedSeconds: null };
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  decide(command, state) {
    const { videoId } = command.data;
    switch (command.type) {
      case 'OrderShortVideo': {
        if (state.status !== 'absent') return []; // the same order again
        const { scenes, expectedSeconds } = command.data;
        return [{ type: 'ShortVideoOrdered', data: { videoId, scenes, expectedSeconds, orderedAt: command.issuedAt } }];
      }
      case 'StartShortVideo':
        mustBeOpen(state, videoId);
        return state.status === 'queued' ? [{ type: 'ShortVideoStarted', data: { videoId } }] : [];
      case 'RecordShortVideo': {
        mustBeOpen(state, videoId);
        const { file, durationSeconds } = command.data;
        return [{ type: 'ShortVideoRendered', data: { videoId, file, durationSeconds, renderedAt: command.issuedAt } }];
      }
      case 'FailShortVideo': {
        mustBeOpen(state, videoId);
        const { code, message } = command.data;
        return [{ type: 'ShortVideoFailed', data: { videoId, code, message, failedAt: command.issuedAt } }];
      }
      case 'RecordAnnouncement':
        if ((state.status !== 'ready' && state.status !== 'failed') || state.isAnnounced) return [];
        return [{ type: 'ShortVideoAnnounced', data: { videoId, wasHeard: command.data.wasHeard } }];
      case 'DeleteShortVideo':
        if (state.status === 'absent' || state.status === 'deleted') throw new UnknownShortVideo(videoId);
        return [{ type: 'ShortVideoDeleted', data: { videoId, deletedAt: command.issuedAt } }];
      case 'RecordShortVideoFilesRemoved':
        return state.status === 'deleted' && !state.filesRemoved ? [{ type: 'ShortVideoFilesRemoved', data: { videoId } }] : [];
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ShortVideoOrdered':
        return { status: 'queued', orderedAt: event.data.orderedAt };
      case 'ShortVideoStarted':
        return { status: 'processing', orderedAt: orderedAt(state) };
      case 'ShortVideoRendered':
        return { status: 'ready', orderedAt: orderedAt(state), film: event.data, isAnnounced: false };
      case 'ShortVideoFailed':
        return { status: 'failed', orderedAt: orderedAt(state), error: event.data.message, isAnnounced: false };
      case 'ShortVideoAnnounced':
        return state.status === 'ready' || state.status === 'failed' ? { ...state, isAnnounced: true } : state;
      case 'ShortVideoDeleted':
        return { status: 'deleted', filesRemoved: false };
      case 'ShortVideoFilesRemoved':
        return { status: 'deleted', filesRemoved: true };
    }
  },
};

const orderedAt = (state: ShortVideo): string => ('orderedAt' in state ? state.orderedAt : '');

function mustBeOpen(state: ShortVideo, videoId: string): void {
  if (state.status !== 'queued' && state.status !== 'processing') throw new ShortVideoSettled(videoId);
}
