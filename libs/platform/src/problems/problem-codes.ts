import { type SchemaObject } from './schema-object.js';

interface ProblemFacts {
  readonly status: number;
  /** The codes it comes with, where these are others than its name. */
  readonly codes?: readonly string[];
  /** When it comes; stands in the API's description. */
  readonly description: string;
  /** Members beside those of every problem document. */
  readonly members?: Readonly<Record<string, SchemaObject>>;
  /** Names of `members` that may be absent. */
  readonly optional?: readonly string[];
}

const text: SchemaObject = { type: 'string' };
const ID: SchemaObject = { type: 'string', format: 'uuid' };
const TEXTS: SchemaObject = { type: 'array', items: { type: 'string' } };
const NUMBER: SchemaObject = { type: 'number' };
const RESETS_AT: SchemaObject = { type: ['string', 'null'], format: 'date-time', description: 'Null: it does not reset by itself.' };
const REFUSAL = {
  resource: { type: 'string', description: 'What there is too little of.' },
  limit: NUMBER,
  used: NUMBER,
  reserved: NUMBER,
  requested: NUMBER,
  resetsAt: RESETS_AT,
};
const REFUSALS: SchemaObject = {
  type: 'array',
  description: 'Everything that does not fit.',
  items: { type: 'object', required: Object.keys(REFUSAL), properties: REFUSAL },
};
const FAULTS: SchemaObject = {
  type: 'array',
  description: 'All that is wrong, at once.',
  items: {
    type: 'object',
    required: ['path', 'message'],
    properties: {
      path: { type: 'string', description: '`frames.0.firstFrameUrl`; empty: the body as a whole.' },
      message: { type: 'string' },
      code: { type: 'string', description: 'The rule that is broken, where it has a name.' },
      node: { type: 'string', description: 'Id of the node of a graph that it concerns, where it is one.' },
      edge: { type: 'string', description: 'The edge of a graph that it concerns, as `a.x → b.y`.' },
      line: { type: 'integer', description: 'Of a file of lines, from 1.' },
      nearest: { type: 'array', items: { type: 'number' }, description: 'What would do instead, nearest first.' },
    },
  },
};
const LEFT_OUT: SchemaObject = {
  type: 'integer',
  description: 'How many faults more there are than `errors` tells: it tells 5,000 at most, and half a million characters.',
};
const ofVideo = { videoId: ID };
const inState = { videoId: ID, currentStatus: { type: 'string', description: '`status` of the video.' } };
/** What a refused model says besides its name. */
const ofModels = { errors: FAULTS, models: TEXTS, successor: { type: 'string', description: 'The model to use instead.' } };

const faulty = (description: string): ProblemFacts => ({
  status: 400,
  description,
  members: { errors: FAULTS, errorsLeftOut: LEFT_OUT, neededSeconds: NUMBER, videoId: ID, models: TEXTS, successor: text },
  optional: ['errorsLeftOut', 'neededSeconds', 'videoId', 'models', 'successor'],
});
const modelRefused = (status: number, description: string): ProblemFacts => ({
  status,
  description,
  members: ofModels,
  optional: Object.keys(ofModels),
});
const plain = (status: number, description: string): ProblemFacts => ({ status, description });
const illegal = (description: string): ProblemFacts => ({ status: 409, description, members: inState });
/** Of a video, a run or a batch. */
const illegalOfBoth = (description: string): ProblemFacts => ({
  ...{ status: 409, description, members: { ...inState, runId: ID, node: text, batchId: ID } },
  optional: ['videoId', 'currentStatus', 'runId', 'node', 'batchId'],
});

/** Every `code` that the API answers with: its status, when it comes and what it carries. */
export const PROBLEM_CODES = {
  validation_failed: faulty('The request has faults; nothing was changed.'),
  malformed_json: plain(400, 'The body is no JSON.'),
  incomplete_body: plain(400, 'The body ended before its announced length.'),
  bad_request: plain(400, 'The request cannot be understood.'),
  invalid_cursor: plain(400, 'The cursor is not one that a list has handed out.'),
  unknown_model: modelRefused(400, 'The catalogue has no such model.'),
  model_retired: modelRefused(400, 'The model is withdrawn; `successor` names the one that takes its place.'),
  /** Not a code of its own: what single files are refused with is the code of the request when it is all that is wrong with it. */
  given_files: {
    ...faulty('A file or address in the request cannot be used; `errors` says which.'),
    codes: [
      ...['asset_not_found', 'asset_not_ready', 'fetch_failed', 'media_too_large', 'not_found', 'payload_too_large', 'timeout'],
      ...['unsupported_media', 'url_not_allowed'],
    ],
  },
  organisation_required: {
    status: 400,
    description: 'You are a member of several organisations: say which by `Kadr-Organisation`.',
    members: { errors: FAULTS },
  },
  unauthorized: plain(401, 'There is no valid API key or member token.'),
  sign_in_code_used: plain(401, 'The sign-in link was used before; a link works once.'),
  sign_in_code_expired: plain(401, 'The sign-in link is over.'),
  callback_refused: plain(401, 'The callback carries neither the token nor the signature of its task.'),
  quota_exceeded: {
    status: 402,
    codes: ['quota_exceeded', 'key_budget_exceeded'],
    description: 'It does not fit into what the plan or the key (`key_budget_exceeded`) allows; nothing was spent or reserved.',
    members: { ...REFUSAL, refusals: REFUSALS },
  },
  cost_above_limit: {
    status: 402,
    description: 'By its estimate it would cost more than `maxCostMicros`; nothing was spent or reserved.',
    members: { videoId: ID, batchId: ID, estimatedMicros: { type: 'integer' }, maxCostMicros: { type: 'integer' } },
    optional: ['videoId', 'batchId'],
  },
  insufficient_scope: {
    status: 403,
    description: 'The key or role lacks a scope.',
    members: { requiredScopes: TEXTS },
    optional: ['requiredScopes'],
  },
  csrf: plain(403, 'A browser sent its cookie for another page, or without `Kadr-Csrf`.'),
  not_found: plain(404, 'There is nothing here.'),
  video_not_found: { status: 404, description: 'There is no such video.', members: ofVideo },
  segment_not_found: { status: 404, description: 'The video has no such segment.', members: ofVideo },
  take_not_found: { status: 404, description: 'The segment has no such take.', members: ofVideo },
  artifact_not_found: { status: 404, description: 'The video has no such artifact (yet).', members: ofVideo },
  approval_not_found: {
    ...{ status: 404, description: 'The video or run has no such gate.', members: { ...ofVideo, runId: ID, node: text } },
    optional: ['videoId', 'runId', 'node'],
  },
  generation_not_found: { status: 404, description: 'There is no such generation.', members: { generationId: ID } },
  clips_not_found: { status: 404, description: 'There is no such set of clips.', members: { clipSetId: ID } },
  workflow_not_found: { status: 404, description: 'There is no such workflow.', members: { workflowId: ID } },
  version_not_found: { status: 404, description: 'The workflow has no such version.', members: { workflowId: ID, version: NUMBER } },
  node_not_found: {
    status: 404,
    description: 'The workflow has no such node, or the run none of that kind.',
    members: { workflowId: ID, runId: ID, node: text },
    optional: ['workflowId', 'runId'],
  },
  secret_not_found: plain(404, 'There is no secret of that name.'),
  workflow_schedule_not_found: { status: 404, description: 'There is no such schedule.', members: { scheduleId: ID } },
  workflow_run_not_found: { status: 404, description: 'There is no such run.', members: { runId: ID } },
  series_not_found: { status: 404, description: 'There is no such series.', members: { seriesId: ID } },
  batch_not_found: { status: 404, description: 'There is no such batch.', members: { batchId: ID } },
  asset_not_found: { status: 404, description: 'There is no such asset.', members: { assetId: ID } },
  short_video_not_found: plain(404, 'There is no such short video.'),
  webhook_endpoint_not_found: { status: 404, description: 'There is no such webhook endpoint.', members: { endpointId: ID } },
  dead_letter_not_found: plain(404, 'There is no such dead letter.'),
  contact_not_found: plain(404, 'There is no such contact.'),
  channel_unavailable: plain(409, 'This installation has no such channel; its settings say so.'),
  contact_exists: plain(409, 'This mailbox is a contact of your organisation already.'),
  method_not_allowed: plain(405, 'The path does not take this method.'),
  request_timeout: plain(408, 'The body comes too slowly.'),
  already_decided: illegalOfBoth('Somebody has decided it before.'),
  not_awaiting_approval: illegalOfBoth('Nothing waits for a decision here.'),
  awaiting_approval: illegalOfBoth('A decision is waited for first.'),
  already_finished: {
    status: 409,
    description: 'It has ended.',
    members: { ...inState, generationId: ID, runId: ID, batchId: ID },
    optional: ['videoId', 'currentStatus', 'generationId', 'runId', 'batchId'],
  },
  version_conflict: {
    status: 409,
    description: 'Somebody has saved a newer version in between.',
    members: { workflowId: ID, version: NUMBER, baseVersion: NUMBER },
  },
  concurrency_limit: {
    status: 409,
    description: 'As many runs of the workflow go on as it lets run at a time.',
    members: { workflowId: ID, limit: NUMBER },
  },
  over_budget: {
    status: 409,
    description: 'The run may cost more than the workflow allows.',
    members: { workflowId: ID, atMostMicros: NUMBER, maxCostMicros: NUMBER },
  },
  schedule_ended: { status: 409, description: 'The schedule starts nothing any more.', members: { scheduleId: ID } },
  too_many_ticks: plain(400, 'There are more ticks in that time than are made up at once.'),
  workflow_is_draft: { status: 409, description: 'A draft cannot be run.', members: { workflowId: ID } },
  not_finished: illegalOfBoth('It has not ended yet; cancel it first.'),
  not_failed: illegalOfBoth('Only what has failed can be retried.'),
  no_topic_left: { status: 409, description: 'Every topic of the series has its episode.', members: { seriesId: ID } },
  episode_taken: {
    status: 409,
    description: 'Others have taken the number again and again at the same moment.',
    members: { seriesId: ID },
  },
  not_retryable: illegal('What has failed would fail again.'),
  footage_taken: illegal('Another segment of the film shows that footage by now.'),
  segment_in_progress: illegal('The segment is being made.'),
  not_ready: illegal('There is no film yet, or it is being made anew.'),
  not_ready_to_render: illegal('Not everything that the film is rendered from is there.'),
  model_unavailable: modelRefused(409, 'The model cannot be used now and no other may stand in; nothing was reserved.'),
  idempotency_in_flight: plain(409, 'A request with this Idempotency-Key is under way.'),
  bootstrap_key: plain(409, 'The key comes from the settings of the installation and cannot be revoked here.'),
  not_erasable: plain(409, 'The organisation runs the installation.'),
  already_member: plain(409, 'This person is a member already.'),
  endpoint_limit: { status: 409, description: 'The plan allows no more webhook endpoints.', members: { limit: NUMBER } },
  too_many_secrets: plain(409, 'There are as many secrets as there may be: three of an endpoint, a hundred that workflows name.'),
  last_owner: plain(409, 'An organisation needs an owner.'),
  short_video_settled: plain(409, 'The short video is not being put together any more.'),
  payload_too_large: plain(413, 'The body or file is too large.'),
  unsupported_media_type: plain(415, 'The type of the body is not supported.'),
  media_too_large: plain(415, 'The file has more pixels, frames, seconds or streams than are taken; `detail` names the limit.'),
  unsupported_media: plain(415, 'The file is not of a kind that is taken.'),
  idempotency_key_reused: plain(422, 'This Idempotency-Key was used with another body or query.'),
  rate_limited: plain(429, 'Too many requests within a minute.'),
  internal_error: plain(500, 'Something went wrong on our side; `traceId` helps to find out what.'),
  event_too_large: plain(400, 'What was asked for is too large to be recorded; nothing was changed.'),
  newer_release_needed: plain(503, 'A newer release of Kadr has recorded what this process cannot read yet; another one can.'),
  database_unavailable: plain(503, 'The database cannot be reached at the moment.'),
  issuer_unavailable: plain(503, 'The issuer of member tokens cannot be reached at the moment.'),
  disk_full: plain(507, 'The disk of the installation is nearly full; nothing new is taken until there is room.'),
  unavailable: plain(503, 'This cannot be served at the moment.'),
} as const satisfies Readonly<Record<string, ProblemFacts>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

export const factsOf = (code: ProblemCode): ProblemFacts => PROBLEM_CODES[code];
