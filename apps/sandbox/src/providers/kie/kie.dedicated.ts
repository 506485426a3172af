import { type MediaKind, type SandboxTask } from '../../core/tasks.js';
import { bool, number, oneOf, text, url, urls, type Shape } from './kie.fields.js';
import { failureOf, musicItems } from './kie.records.js';

/** One of the older APIs, each with its own words for the same. */
export interface DedicatedApi {
  readonly name: string;
  readonly kind: MediaKind;
  readonly credits: number;
  readonly createPath: string;
  readonly statusPath: string;
  readonly shape: Shape;
  /** `data` of the status. @param music what the task made, for music */
  record(task: SandboxTask, urls: readonly string[], music: readonly Record<string, unknown>[]): Record<string, unknown>;
  /** The whole body of the callback. */
  callback(task: SandboxTask, urls: readonly string[]): Record<string, unknown>;
}

const flagOf = (task: SandboxTask): number => (task.phase === 'succeeded' ? 1 : task.phase === 'failed' ? 3 : 0);

const withErrors = (task: SandboxTask) => ({
  ...{ errorCode: failureOf(task)?.code ?? null, errorMessage: failureOf(task)?.message ?? '' },
  ...{ createTime: task.createdAt, completeTime: task.endedAt },
});

const called = (task: SandboxTask, data: unknown) => {
  const failure = failureOf(task);
  return { code: failure ? Number(failure.code) : 200, msg: failure?.message ?? 'success', data };
};

const callBackUrl = { callBackUrl: url };

export const DEDICATED: readonly DedicatedApi[] = [
  {
    ...{ name: 'veo', kind: 'video', credits: 60, createPath: '/api/v1/veo/generate', statusPath: '/api/v1/veo/record-info' },
    shape: {
      ...{
        'prompt*': text(),
        imageUrls: urls(1, 3),
        model: oneOf('veo3', 'veo3_fast', 'veo3_lite'),
        duration: oneOf(4, 6, 8),
        ...callBackUrl,
      },
      ...{
        aspect_ratio: oneOf('16:9', '9:16', 'Auto'),
        aspectRatio: oneOf('16:9', '9:16', 'Auto'),
        resolution: oneOf('720p', '1080p', '4k'),
      },
      generationType: oneOf('TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO', 'REFERENCE_2_VIDEO'),
    },
    record: (task, resultUrls) => ({
      ...{
        taskId: task.id,
        paramJson: JSON.stringify(task.order.request),
        successFlag: flagOf(task),
        fallbackFlag: false,
        ...withErrors(task),
      },
      response: task.phase === 'succeeded' ? { taskId: task.id, resultUrls, resolution: '720p' } : null,
    }),
    callback: (task, resultUrls) => called(task, { taskId: task.id, info: { resultUrls, resolution: '720p' }, fallbackFlag: false }),
  },
  {
    ...{ name: 'runway', kind: 'video', credits: 24, createPath: '/api/v1/runway/generate', statusPath: '/api/v1/runway/record-detail' },
    shape: {
      ...{ 'prompt*': text(1800), 'duration*': oneOf(5, 10), 'quality*': oneOf('720p', '1080p'), imageUrl: url, 'callBackUrl*': url },
      ...{ aspectRatio: oneOf('16:9', '4:3', '1:1', '3:4', '9:16'), waterMark: text() },
    },
    record(task, [videoUrl = null]) {
      const state = { waiting: 'wait', queued: 'queueing', running: 'generating', succeeded: 'success', failed: 'fail', cancelled: 'fail' };
      return {
        ...{ taskId: task.id, parentTaskId: '', generateParam: task.order.request, state: state[task.phase], generateTime: task.createdAt },
        videoInfo: videoUrl === null ? null : { videoId: task.id, taskId: task.id, videoUrl, imageUrl: '' },
        ...{ failCode: failureOf(task)?.code ?? null, failMsg: failureOf(task)?.message ?? '', expireFlag: 0 },
      };
    },
    callback: (task, [videoUrl = '']) => called(task, { task_id: task.id, video_id: task.id, video_url: videoUrl, image_url: '' }),
  },
  {
    ...{ name: 'aleph', kind: 'video', credits: 110, createPath: '/api/v1/aleph/generate', statusPath: '/api/v1/aleph/record-info' },
    shape: {
      'prompt*': text(),
      'videoUrl*': url,
      aspectRatio: text(),
      seed: number(0, 4_294_967_295),
      referenceImage: url,
      ...callBackUrl,
    },
    record: (task, [resultVideoUrl]) => ({
      ...{ taskId: task.id, successFlag: flagOf(task), ...withErrors(task) },
      response: resultVideoUrl === undefined ? null : { taskId: task.id, resultVideoUrl },
    }),
    callback: (task, [videoUrl = '']) => called(task, { taskId: task.id, result_video_url: videoUrl }),
  },
  {
    ...{
      name: 'gpt4o-image',
      kind: 'image',
      credits: 6,
      createPath: '/api/v1/gpt4o-image/generate',
      statusPath: '/api/v1/gpt4o-image/record-info',
    },
    shape: { 'size*': oneOf('1:1', '3:2', '2:3'), prompt: text(), filesUrl: urls(0, 5), ...callBackUrl },
    record: (task, resultUrls) => ({
      ...{ taskId: task.id, successFlag: flagOf(task), progress: task.progress.toFixed(2), ...withErrors(task) },
      status: task.phase === 'succeeded' ? 'SUCCESS' : task.phase === 'failed' ? 'GENERATE_FAILED' : 'GENERATING',
      response: task.phase === 'succeeded' ? { resultUrls } : null,
    }),
    callback: (task, resultUrls) => called(task, { taskId: task.id, info: { result_urls: resultUrls } }),
  },
  {
    ...{
      name: 'flux-kontext',
      kind: 'image',
      credits: 5,
      createPath: '/api/v1/flux/kontext/generate',
      statusPath: '/api/v1/flux/kontext/record-info',
    },
    shape: {
      ...{ 'prompt*': text(), inputImage: url, aspectRatio: oneOf('21:9', '16:9', '4:3', '1:1', '3:4', '9:16'), ...callBackUrl },
      ...{ outputFormat: oneOf('jpeg', 'png'), model: oneOf('flux-kontext-pro', 'flux-kontext-max'), safetyTolerance: number(0, 6) },
    },
    record: (task, [resultImageUrl]) => ({
      ...{ taskId: task.id, successFlag: flagOf(task), ...withErrors(task) },
      response: resultImageUrl === undefined ? null : { originImageUrl: resultImageUrl, resultImageUrl },
    }),
    callback: (task, [resultImageUrl = '']) => called(task, { taskId: task.id, info: { originImageUrl: resultImageUrl, resultImageUrl } }),
  },
  {
    ...{ name: 'suno', kind: 'music', credits: 12, createPath: '/api/v1/generate', statusPath: '/api/v1/generate/record-info' },
    shape: {
      ...{ 'prompt*': text(5000), 'customMode*': bool, 'instrumental*': bool, 'callBackUrl*': url, style: text(1000), title: text(80) },
      ...{ 'model*': oneOf('V4', 'V4_5', 'V4_5PLUS', 'V4_5ALL', 'V5', 'V5_5'), duration: number(10, 360) },
    },
    record: (task, _urls, music) => ({
      ...{ taskId: task.id, ...withErrors(task) },
      status: task.phase === 'succeeded' ? 'SUCCESS' : task.phase === 'failed' ? 'GENERATE_AUDIO_FAILED' : 'PENDING',
      response: task.phase === 'succeeded' ? { taskId: task.id, sunoData: music.map(camel) } : null,
    }),
    callback: (task, resultUrls) => called(task, { callbackType: 'complete', task_id: task.id, data: musicItems(task, resultUrls) }),
  },
];

const camel = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
