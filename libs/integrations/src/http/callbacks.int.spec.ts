import { createHmac, randomUUID } from 'node:crypto';
import { type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProblemFilter, RequestValidationPipe } from '#platform';
import request from 'supertest';
import { Callbacks } from '../provider-calls/callbacks.js';
import { ask, asked, note } from '#tasks/testing';
import { calling, type CallProcess, CallSpecs } from '../testing/call-specs.js';
import { wireCall, type WireProvider, type WireTask } from '../testing/wire-provider.js';
import { CallbacksController } from './callbacks.controller.js';

const KEY = 'webhook-key';
let specs: CallSpecs;
let kie: WireProvider;
let worker: CallProcess;
let app: INestApplication;
let taskId: string;
let task: WireTask;

beforeAll(async () => {
  specs = await CallSpecs.begin('kie');
  kie = specs.wire;
});
beforeEach(async () => {
  const providers = kie.settings({}, { kieWebhookKey: KEY, pollIntervalMs: 60_000 });
  const handler = calling({
    run: async ({ subjectId }, { calls }) => {
      await calls.submitAndWait(wireCall(kie));
      return note(subjectId, 'made');
    },
  });
  worker = await specs.process(handler, { providers });
  const module = await Test.createTestingModule({
    controllers: [CallbacksController],
    providers: [{ provide: Callbacks, useValue: worker.calls.callbacks }],
  }).compile();
  app = module.createNestApplication({ rawBody: true });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  const wanted = asked(randomUUID(), { queue: 'remote' });
  ({ taskId } = wanted);
  await ask(worker, wanted);
  await specs.world.eventually(async () => {
    const rows = await specs.world.sql('SELECT 1 FROM integrations.provider_attempts WHERE submitted_at IS NOT NULL');
    return rows.length === 1 && (await specs.world.row(taskId))['state'] === 'runnable';
  });
  [task] = kie.tasks as [WireTask];
  task.state = 'succeeded';
});
afterEach(async () => {
  await app.close();
  await specs.afterEach();
});
afterAll(() => specs.end());

const secondsAgo = (seconds: number): string => String(Math.round(Date.now() / 1000) - seconds);
const signed = (id: string, timestamp = secondsAgo(0), key = KEY) => ({
  'x-webhook-timestamp': timestamp,
  'x-webhook-signature': createHmac('sha256', key).update(`${id}.${timestamp}`).digest('base64'),
});
const call = (path: string, headers: Record<string, string>, body: object = { code: 200, data: { taskId: task.id } }) =>
  request(app.getHttpServer()).post(path).set(headers).send(body);
const handedOut = (): string => {
  const { pathname, search } = new URL(task.callbackUrl ?? '');
  return `${pathname}${search}`;
};
const stored = async () => (await specs.world.sql('SELECT 1 FROM integrations.provider_callbacks')).length;

describe('a callback over HTTP', () => {
  it('to the address that was handed out, signed, brings the result; repeated and late ones are welcome', async () => {
    expect((await call(handedOut(), signed(task.id))).status).toBe(200);
    await specs.world.until(taskId, 'done');
    expect((await call(handedOut(), signed(task.id))).status).toBe(200);
    expect((await call(handedOut(), signed(task.id), { code: 501, data: { taskId: task.id } })).status).toBe(200);
    expect(await specs.world.row(taskId)).toMatchObject({ state: 'done' });
    expect(await stored()).toBe(2);
  });

  it('to the short address, signed, brings the result as well', async () => {
    expect((await call('/webhooks/kie-ai', signed(task.id))).status).toBe(200);
    await specs.world.until(taskId, 'done');
  });

  it.each([
    ['without a signature', () => [handedOut(), {}] as const],
    ['signed with another key', () => [handedOut(), signed(task.id, secondsAgo(0), 'other')] as const],
    ['signed for another task', () => [handedOut(), signed('another')] as const],
    ['signed ten minutes ago', () => [handedOut(), signed(task.id, secondsAgo(600))] as const],
    ['signed in ten minutes', () => [handedOut(), signed(task.id, secondsAgo(-600))] as const],
    ['with a timestamp that is none', () => [handedOut(), signed(task.id, '1e9')] as const],
    ['signed, with the token cut', () => [handedOut().slice(0, -2), signed(task.id)] as const],
    ['signed, without a token', () => [`/webhooks/kie/${task.attemptId}`, signed(task.id)] as const],
    ['signed, to an attempt that is none', () => [`/webhooks/kie/${randomUUID()}?token=x`, signed(task.id)] as const],
    ['to the short address, without a signature', () => ['/webhooks/kie-ai', {}] as const],
    ['for a provider that is none', () => [handedOut().replace('/kie/', '/nobody/'), signed(task.id)] as const],
  ])('%s is refused with 401, and nothing of it is kept', async (_, forged) => {
    const [path, headers] = forged();
    const { status, body } = await call(path, headers);
    expect([status, (body as { code: string }).code]).toEqual([401, 'callback_refused']);
    expect(await stored()).toBe(0);
    expect(task.polls).toBe(0);
  });

  it('signed for one task with the token of another is refused', async () => {
    const headers = signed('other-task');
    const { status } = await call(handedOut(), headers, { data: { taskId: 'other-task' } });
    expect([status, await stored()]).toEqual([401, 0]);
  });
});
