import { MESSAGE_NODE } from '../../contracts/run-messages.js';
import { textParam } from '../model/model-params.js';
import { type LightNode, NodeFailure } from '../node-type.js';

/** It stands in an event, and Telegram takes 4,096 with the link. */
const MAX_CHARACTERS = 3_000;

/** Written down with the run's own log, and brought by whoever has the chats: once for each of them. */
export const notifyTelegram: LightNode = {
  type: MESSAGE_NODE,
  title: 'Tell in Telegram',
  group: 'outside',
  description:
    'Writes to a linked chat, or to all that want to hear of ends; a picture, clip or sound that comes in as a link. Who has no chat hears nothing.',
  version: 1,
  inputs: [{ name: 'data', types: ['any'], description: 'Handed on; of a file, its link is told.' }],
  outputs: [
    { name: 'data', type: 'same', description: 'The same, where something came in.' },
    { name: 'message', type: 'json', description: 'What was told.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['text'],
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 20_000 },
      contact: {
        type: 'string',
        pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
        examples: ['0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11'],
        description: 'Id of a contact (`GET /v1/contacts`); default: every chat that wants to hear of ends.',
      },
    },
  },
  own: ['contact'],
  waits: true,
  right: 'calls',
  weight: 'light',
  queue: 'script',
  evaluate({ params, inputs }) {
    const text = textParam(params, 'text').trim();
    if (text === '') throw new NodeFailure('missing_input', 'there is nothing to be told');
    if (text.length > MAX_CHARACTERS)
      throw new NodeFailure('output_too_large', `a message of ${text.length} characters; ${MAX_CHARACTERS} at most`);
    const [data] = inputs['data'] ?? [];
    const contact = textParam(params, 'contact', '').toLowerCase();
    const message = { text, contact: contact === '' ? null : contact };
    return { outputs: { ...(data && { data }), message: { type: 'json', value: message } } };
  },
};
