import { Suspended } from '#tasks';
import { type TaskNode, NodeFailure } from '../node-type.js';
import { numberParam, textParam } from '../model/model-params.js';

const MAX_SECONDS = 30 * 24 * 3600;

export const delay = (now: () => string): TaskNode => ({
  type: 'Delay',
  title: 'Wait',
  group: 'flow',
  description: 'Hands a value on after some time, or at a moment.',
  version: 1,
  inputs: [{ name: 'value', types: ['any'], required: true, description: 'What is handed on.' }],
  outputs: [{ name: 'value', type: 'same', description: 'The same.' }],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      seconds: { type: 'number', minimum: 0, maximum: MAX_SECONDS },
      until: {
        type: 'string',
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:\\d{2})$',
        description: 'RFC 3339.',
      },
    },
  },
  waits: true,
  weight: 'task',
  queue: 'script',
  estimate: () => ({}),
  execute({ params, inputs, startedAt }) {
    const [value] = inputs['value'] ?? [];
    if (!value) throw new NodeFailure('missing_input', 'nothing came in');
    const begun = Date.parse(startedAt ?? now());
    const until = textParam(params, 'until');
    const due = until === '' ? begun + (numberParam(params, 'seconds') ?? 0) * 1_000 : Date.parse(until);
    if (!Number.isFinite(due) || due - begun > MAX_SECONDS * 1_000) {
      throw new NodeFailure('invalid_params', `what is waited for lies more than ${MAX_SECONDS} s away`);
    }
    const left = due - Date.parse(now());
    if (left > 0) throw new Suspended(left, new Date(now()), 'the time has not come');
    return Promise.resolve({ outputs: { value } });
  },
});
