import { type Phase, type SandboxTask } from '../../core/tasks.js';
import { fieldsOf, textOf } from '../../http/exchange.js';
import { type KieModel } from './kie.models.js';

const STATES: Readonly<Record<Phase, string>> = {
  ...{ waiting: 'waiting', queued: 'queuing', running: 'generating', succeeded: 'success', failed: 'fail', cancelled: 'fail' },
};

/** Code and sentence of a failure; a picture that could not be fetched is 451. */
export function failureOf(task: SandboxTask): { code: string; message: string } | null {
  if (!task.failure) return null;
  const { code, message } = task.failure;
  return { code: code === 'input' ? '451' : /^\d+$/.test(code) ? code : '501', message };
}

/** What a music task made. */
export function musicItems(task: SandboxTask, urls: readonly string[]): Record<string, unknown>[] {
  const request = fieldsOf(task.order.request) ?? {};
  const input = fieldsOf(request['input']) ?? request;
  return urls.map((url, index) => ({
    ...{ id: `${task.id}-${index}`, audio_url: url, stream_audio_url: url, image_url: '', prompt: textOf(input['prompt']) },
    ...{
      title: textOf(input['title']) || 'Untitled',
      tags: textOf(input['style']),
      duration: Math.min(Number(input['duration'] ?? 30), 60),
    },
  }));
}

/** `data` of recordInfo: results are JSON inside a string, as is the request, whose input is once more. */
export function marketRecord(task: SandboxTask, model: KieModel, urls: readonly string[]): Record<string, unknown> {
  const failure = failureOf(task);
  const isDone = task.phase === 'succeeded';
  const result = resultOf(task, model, urls);
  return {
    ...{ taskId: task.id, model: task.order.model, state: STATES[task.phase], successFlag: isDone ? 1 : failure ? 3 : 0 },
    ...{ param: paramOf(task), resultJson: isDone ? JSON.stringify(result) : '', response: isDone ? result : null },
    ...{ failCode: failure?.code ?? null, failMsg: failure?.message ?? null },
    costTime: task.endedAt === null ? null : task.endedAt - task.createdAt,
    creditsConsumed: isDone ? model.credits : 0,
    ...{ createTime: task.createdAt, updateTime: task.endedAt ?? Date.now(), completeTime: task.endedAt },
    progress: Math.floor(task.progress * 100),
  };
}

export function marketCallback(task: SandboxTask, model: KieModel, urls: readonly string[]): Record<string, unknown> {
  const record = marketRecord(task, model, task.failure ? [] : urls);
  const data = Object.fromEntries(Object.entries(record).filter(([name]) => !['response', 'progress', 'successFlag'].includes(name)));
  const failure = failureOf(task);
  return { code: failure ? Number(failure.code) : 200, msg: failure?.message ?? 'Playground task completed successfully.', data };
}

const resultOf = (task: SandboxTask, model: KieModel, urls: readonly string[]): Record<string, unknown> =>
  model.kind === 'music' ? { data: musicItems(task, urls) } : { resultUrls: urls };

function paramOf(task: SandboxTask): string {
  const { input, ...rest } = fieldsOf(task.order.request) ?? {};
  return JSON.stringify({ ...rest, input: JSON.stringify(input) });
}
