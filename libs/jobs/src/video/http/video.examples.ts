/** Bodies as they may be sent. */
export const ORDER_EXAMPLES = {
  prompt: { summary: 'From a prompt', value: { prompt: 'Why octopuses have three hearts' } },
  gated: {
    summary: 'A finished script, looked at before it is filmed',
    value: {
      script: 'An octopus has three hearts. Two of them rest while it swims.',
      aspectRatio: '16:9',
      resolution: '720p',
      voice: { speed: 1.1 },
      music: false,
      approvals: ['images', { type: 'videos', deadlineSeconds: 86400, onDeadline: 'approve' }],
      metadata: { campaign: 'autumn' },
    },
  },
};

export const DECISION_EXAMPLES = {
  plain: { summary: 'Nothing to say', value: {} },
  comment: { summary: 'With a comment', value: { comment: 'Brighter, please', segments: [3, 4] } },
};

export const REGENERATION_EXAMPLES = {
  again: { summary: 'The same again', value: {} },
  otherwise: { summary: 'Something else', value: { prompt: 'A squid at night', model: 'local:illustrator' } },
};

export const REGENERATIONS_EXAMPLES = {
  several: { summary: 'Two of them, one otherwise', value: { segments: [{ index: 3 }, { index: 7, prompt: 'A squid at night' }] } },
};

export const RESTORATION_EXAMPLES = { first: { summary: 'What was shown first', value: { take: 0 } } };
