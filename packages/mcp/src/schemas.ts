/** What tools take, as JSON Schema. `schemas.spec.ts` holds orders against docs/openapi.json. */
type Schema = Readonly<Record<string, unknown>>;

const text = (description: string, maxLength?: number): Schema => ({
  type: 'string',
  description,
  ...(maxLength !== undefined && { maxLength }),
});
const VIDEO_ID: Schema = { type: 'string', format: 'uuid', description: 'Id of the video.' };
const GATE: Schema = { type: 'string', enum: ['script', 'images', 'videos'], description: 'Which approval.' };
const DETAIL: Schema = { type: 'string', enum: ['lean', 'full'], description: 'full: the whole resource.' };
/** Agents hear of scenes from people, and people count from 1. The API counts segments from 0. */
const SCENE: Schema = { type: 'integer', minimum: 1, description: 'Number of the scene; the first is 1.' };
const INDEX: Schema = { type: 'integer', minimum: 0, description: 'Or its index in the API, from 0.' };
const numbers = (minimum: number, description: string): Schema => ({ type: 'array', items: { type: 'integer', minimum }, description });
const CONFIRMATION: Schema = text('confirmationToken of an answer `confirmation_required`, where this installation takes it.', 600);
const REQUEST_ID: Schema = text('Makes an equal call a new one; the same id again is the same call.', 100);

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** What is ordered, and estimated. */
export const ORDER: Readonly<Record<string, Schema>> = {
  prompt: text('What the film is about. Or give script or idea.'),
  script: text('The finished narration, kept word for word.'),
  idea: text('A rough idea, worked out first.'),
  title: text('Default: written with the script.'),
  language: text('Such as en or ru.'),
  style: text('How pictures look.'),
  durationSeconds: { type: 'number', minimum: 5, maximum: 600 },
  aspectRatio: { type: 'string', enum: ['9:16', '16:9', '1:1', '4:5'] },
  resolution: { type: 'string', enum: ['480p', '720p', '1080p'] },
  template: text('Id of a montage template.'),
  visuals: { type: 'object', description: 'mode, models (ids of list_models), fallback, seed, assets.' },
  voice: { description: 'provider, voice, speed; false: none.', anyOf: [{ type: 'object' }, { const: false }] },
  music: { description: 'mood, gainDb; false: none.', anyOf: [{ type: 'object' }, { const: false }] },
  subtitles: { description: 'style; false: none.', anyOf: [{ type: 'object' }, { const: false }] },
  approvals: { type: 'array', items: GATE, description: 'Where a person wants to decide.' },
  metadata: { type: 'object', additionalProperties: { type: 'string' } },
  maxCostMicros: { type: 'integer', minimum: 0, description: 'Refuse above it. 1 USD = 1 000 000.' },
};

export const SCHEMAS = {
  estimate_video: object(ORDER),
  create_video: object({ ...ORDER, requestId: REQUEST_ID, confirmationToken: CONFIRMATION }),
  get_video: object({ id: VIDEO_ID, detail: DETAIL }, ['id']),
  wait_for_video: object({ id: VIDEO_ID, seconds: { type: 'integer', minimum: 1, maximum: 50, description: 'Default 45.' } }, ['id']),
  list_videos: object({
    status: { type: 'string', enum: ['queued', 'processing', 'awaiting_approval', 'completed', 'failed', 'cancelled'] },
    query: text('In title and prompt.'),
    limit: { type: 'integer', minimum: 1, maximum: 40, description: 'Default 20.' },
    cursor: text('nextCursor of the page before.'),
  }),
  get_previews: object(
    {
      id: VIDEO_ID,
      scenes: { ...numbers(1, 'From 1. Default: the first five that are there.'), maxItems: 5 },
      segments: { ...numbers(0, 'Or their indices in the API, from 0.'), maxItems: 5 },
    },
    ['id'],
  ),
  decide_approval: object(
    {
      ...{ id: VIDEO_ID, type: GATE, decision: { type: 'string', enum: ['approve', 'reject'] } },
      comment: text('What should be different.'),
      scenes: numbers(1, 'From 1: only these are rejected.'),
      segments: numbers(0, 'Or their indices in the API, from 0.'),
      script: text('The script to go on with.'),
      confirmationToken: CONFIRMATION,
    },
    ['id', 'type', 'decision'],
  ),
  regenerate_segment: object(
    {
      ...{ id: VIDEO_ID, scene: SCENE, index: INDEX },
      ...{ prompt: text('What is to be seen.'), model: text('Id of list_models.'), requestId: REQUEST_ID, confirmationToken: CONFIRMATION },
    },
    ['id'],
  ),
  cancel_video: object({ id: VIDEO_ID }, ['id']),
  retry_video: object({ id: VIDEO_ID, requestId: REQUEST_ID, confirmationToken: CONFIRMATION }, ['id']),
  list_models: object({
    capability: text('Such as text-to-video, text-to-image, voice, music.'),
    limit: { type: 'integer', minimum: 1, maximum: 50 },
  }),
  expand_idea: object({ idea: text('In a few words.'), language: text('Such as en or ru.') }, ['idea']),
  upload_asset: object({
    url: text('Where it lies.'),
    base64: text('Or the file itself, at most 10 MB.'),
    name: text('With its ending, for base64.'),
  }),
  get_limits: object({}),
} as const satisfies Readonly<Record<string, Schema>>;

export type ToolName = keyof typeof SCHEMAS;
