import { setTimeout as sleep } from 'node:timers/promises';
import { EARLY_MS, Suspended } from '#tasks';
import { type NodeCall, type TaskNode, NodeFailure } from '../node-type.js';
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
        examples: ['2026-11-28T09:00:00Z'],
        description: 'RFC 3339.',
      },
    },
  },
  waits: true,
  weight: 'task',
  queue: 'script',
  estimate: () => ({}),
  dueAt,
  async execute({ params, inputs, startedAt, until }, { signal }) {
    const [value] = inputs['value'] ?? [];
    if (!value) throw new NodeFailure('missing_input', 'nothing came in');
    const due = dueAt(params, Date.parse(startedAt ?? now()));
    const left = due - Date.parse(now());
    // Asked for this time: no clock but the database's has said that it comes, and it lets work come a little early.
    const isAskedFor = until !== null && Date.parse(until) >= due;
    if (left > EARLY_MS && !isAskedFor) throw new Suspended(left, new Date(now()), 'the time has not come');
    // So short a wait is over sooner than another claim of the task would be made.
    if (left > 0) await sleep(Math.min(left, EARLY_MS), undefined, { signal });
    return { outputs: { value } };
  },
});

function dueAt(params: NodeCall['params'], beganMs: number): number {
  const until = textParam(params, 'until');
  const due = until === '' ? beganMs + (numberParam(params, 'seconds') ?? 0) * 1_000 : Date.parse(until);
  if (!Number.isFinite(due) || due - beganMs > MAX_SECONDS * 1_000) {
    throw new NodeFailure('invalid_params', `what is waited for lies more than ${MAX_SECONDS} s away`);
  }
  return due;
}
