import { type PollResult } from '../../contracts/provider-calls.js';
import { type Json, numberOf, objectOf, textOf } from '#platform';
import { failedWith, firstUrlIn, type KieResult, pollResultOfRecord, pending, succeeded } from './kie.answer.js';
import { type KieModel } from './models/model.js';

/** One of KIE's ways of ordering and asking. */
export interface KieApi {
  readonly createPath: string;
  readonly statusPath: string;
  body(model: KieModel, input: Json, callbackUrl: string | null): Json;
  poll(record: Json): PollResult<KieResult>;
  /** Orders without a callback address are refused. */
  readonly needsCallback?: boolean;
}

const withCallback = (body: Json, callBackUrl: string | null): Json => (callBackUrl === null ? body : { ...body, callBackUrl });

/** The unified API: everything new is here, and only here. */
const market: KieApi = {
  createPath: '/api/v1/jobs/createTask',
  statusPath: '/api/v1/jobs/recordInfo',
  // What follows a colon distinguishes entries of the catalogue, not models of KIE.
  body: ({ id }, input, callbackUrl) => withCallback({ model: id.split(':')[0], input }, callbackUrl),
  poll: pollResultOfRecord,
};

/** `successFlag`: 0 running, 1 done, everything else failed. */
function bySuccessFlag(record: Json): PollResult<KieResult> {
  const flag = numberOf(record['successFlag']);
  if (flag === 1) return succeeded(firstUrlIn(record), numberOf(record['creditsConsumed']));
  if (flag !== null && flag > 1) return failedWith(record['errorCode'], record['errorMessage']);
  return pending(record['progress']);
}

const dedicated = (createPath: string, statusPath: string, poll: KieApi['poll'], needsCallback = false): KieApi => ({
  createPath,
  statusPath,
  body: (_model, input, callbackUrl) => withCallback(input, callbackUrl),
  poll,
  needsCallback,
});

const DEDICATED: Readonly<Record<NonNullable<KieModel['dedicated']>, KieApi>> = {
  veo: dedicated('/api/v1/veo/generate', '/api/v1/veo/record-info', bySuccessFlag),
  runway: dedicated('/api/v1/runway/generate', '/api/v1/runway/record-detail', pollResultOfRecord),
  'gpt4o-image': dedicated('/api/v1/gpt4o-image/generate', '/api/v1/gpt4o-image/record-info', bySuccessFlag),
  'flux-kontext': dedicated('/api/v1/flux/kontext/generate', '/api/v1/flux/kontext/record-info', bySuccessFlag),
  suno: dedicated('/api/v1/generate', '/api/v1/generate/record-info', pollResultOfSuno, true),
};

/** Music comes in stages; only the last one has all of it. */
function pollResultOfSuno(record: Json): PollResult<KieResult> {
  const status = textOf(record['status']) ?? '';
  if (status === 'SUCCESS') return succeeded(firstUrlIn(record), numberOf(record['creditsConsumed']));
  if (status === 'SENSITIVE_WORD_ERROR') return failedWith(400, record['errorMessage'] ?? status);
  if (/FAILED|EXCEPTION/.test(status)) return failedWith(record['errorCode'], record['errorMessage'] ?? status);
  return { state: 'pending' };
}

export const apiOf = (model: KieModel): KieApi => (model.dedicated ? DEDICATED[model.dedicated] : market);

export const taskIdOf = (data: unknown): string | null => textOf(objectOf(data)['taskId']);
