/** Members of the events of this lib that hold what users have written, by event type; see `Aggregate.personal`. */
export const PERSONAL_OF_VIDEO_JOB = {
  JobCreated: [
    'request.prompt',
    'request.script',
    'request.idea',
    'request.title',
    'request.style',
    'request.tone',
    'request.audience',
    'request.frames.*.prompt',
    'request.voice.voice',
    'request.music.mood',
    'request.metadata',
    'origin.node',
  ],
  RequestContinued: ['texts.*.text'],
  // An article is found by what was asked for.
  ScriptDrafted: ['title', 'script', 'sources.*.title', 'sources.*.pageUrl', 'sources.*.author'],
  ScriptContinued: ['text'],
  SegmentsPlanned: [
    'prompts.image.before',
    'prompts.image.after',
    'prompts.video.before',
    'prompts.video.after',
    'texts.*.text',
    'texts.*.imagePrompt',
    'texts.*.videoPrompt',
  ],
  ApprovalDecided: ['comment'],
  // Footage is found by what was asked for, and its address often repeats that; its author is a person.
  SegmentGenerated: ['attribution.pageUrl', 'attribution.author', 'attribution.authorUrl'],
  SegmentRegenerationRequested: ['prompt'],
  VideoRenamed: ['title'],
  // What providers and tools say of a failure may repeat what they were told.
  SegmentAttemptFailed: ['reason'],
  SegmentFellBack: ['reason'],
  RendererFellBack: ['reason'],
  JobFailed: ['message', 'faults.*.path', 'faults.*.message'],
} as const;

export const PERSONAL_OF_GENERATION = {
  GenerationRequested: ['input.prompt', 'input.negativePrompt'],
  GenerationFailed: ['message'],
} as const;

export const PERSONAL_OF_CLIP_SET = { ClipSetRequested: ['clips.*.scene'], ClipFailed: ['message'] } as const;

export const PERSONAL_OF_SHORT_VIDEO = { ShortVideoFailed: ['message'] } as const;

/** Free texts of the events that are not: ids, times, names out of our own lists, digests. `**.x`: wherever a member is called x. */
export const PLAIN_TEXTS = [
  '**.*Id',
  '**.*At',
  '**.contentType',
  '**.key',
  '**.sha256',
  '**.model',
  '**.provider',
  '**.language',
  '**.code',
  'aspectRatio',
  'source',
  'from',
  'piece',
  'madeFrom',
  'segmentDigests.*',
  'attribution.id',
  '**.license',
  '**.licenseUrl',
  'texts.*.path.*',
  'request.template',
  'request.visuals.models.*',
  'request.visuals.imageModels.*',
  'request.visuals.fallback.*',
  // Of a template of the operator's.
  'look.captions.*',
  'look.intro.*',
  'look.outro.*',
];
