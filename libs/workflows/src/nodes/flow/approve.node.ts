import { type LightNode, NodeFailure } from '../node-type.js';

const DAY_SECONDS = 86_400;

/** A gate: somebody looks at what comes in, and lets it through, turns it away or has it made again. */
export const approve: LightNode = {
  type: 'Approve',
  title: 'Approval',
  group: 'flow',
  version: 1,
  weight: 'light',
  queue: 'script',
  waits: true,
  right: 'asksPeople',
  description: 'Waits until a person has decided; other branches go on. By the API, or by a link without an account.',
  inputs: [{ name: 'subject', types: ['any'], required: true, description: 'What is to be decided about.' }],
  outputs: [
    { name: 'approved', type: 'same', description: 'Live once it is approved; as it was edited.' },
    { name: 'rejected', type: 'same', description: 'Live once it is rejected, with `onReject: branch`.' },
    { name: 'comment', type: 'text', description: 'What was said.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      title: { type: 'string', minLength: 1, maxLength: 200 },
      message: { type: 'string', maxLength: 2_000 },
      deadlineSeconds: { type: 'integer', minimum: 1, maximum: 30 * DAY_SECONDS },
      onDeadline: { enum: ['approve', 'reject', 'fail'] },
      onReject: { enum: ['stop', 'branch', 'redo'] },
      redoFrom: { type: 'string', maxLength: 64, description: 'The node that is made again; default: the one that comes in.' },
      maxRedos: { type: 'integer', minimum: 1, maximum: 20 },
    },
  },
  evaluate({ params, inputs, sources }) {
    const [subject] = inputs['subject'] ?? [];
    if (!subject) throw new NodeFailure('missing_input', 'nothing came in');
    const { title = 'Approval', message = '', deadlineSeconds = null, onDeadline = 'fail', onReject = 'stop', maxRedos = 5 } = params;
    return {
      outputs: {},
      ask: {
        ...{ title: String(title as string), message: String(message as string), subject },
        deadlineSeconds: deadlineSeconds as number | null,
        onDeadline: onDeadline as 'fail',
        onReject: onReject as 'stop',
        redoFrom: typeof params['redoFrom'] === 'string' ? params['redoFrom'] : (sources['subject']?.[0] ?? null),
        maxRedos: maxRedos as number,
      },
    };
  },
};
