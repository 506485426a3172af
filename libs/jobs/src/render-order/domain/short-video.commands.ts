import { Command } from '#eventing/domain';
import { type ShortVideoRendered } from '../../contracts/short-video.events.js';

type OfVideo<Data> = { videoId: string } & Data;

export class OrderShortVideo extends Command<OfVideo<{ scenes: number; expectedSeconds: number }>> {
  readonly type = 'OrderShortVideo';
}
export class StartShortVideo extends Command<OfVideo<object>> {
  readonly type = 'StartShortVideo';
}
export class RecordShortVideo extends Command<OfVideo<Pick<ShortVideoRendered['data'], 'file' | 'durationSeconds'>>> {
  readonly type = 'RecordShortVideo';
}
export class FailShortVideo extends Command<OfVideo<{ code: string; message: string }>> {
  readonly type = 'FailShortVideo';
}
export class RecordAnnouncement extends Command<OfVideo<{ wasHeard: boolean }>> {
  readonly type = 'RecordAnnouncement';
}
export class DeleteShortVideo extends Command<OfVideo<object>> {
  readonly type = 'DeleteShortVideo';
}
export class RecordShortVideoFilesRemoved extends Command<OfVideo<object>> {
  readonly type = 'RecordShortVideoFilesRemoved';
}

export type ShortVideoCommand =
  | OrderShortVideo
  | StartShortVideo
  | RecordShortVideo
  | FailShortVideo
  | RecordAnnouncement
  | DeleteShortVideo
  | RecordShortVideoFilesRemoved;
