import { type LightNode, NodeFailure, type TypedValue } from '../node-type.js';
import { textParam } from '../model/model-params.js';
import { type MediaValue } from '../../contracts/values.js';

export const NOTIFY = 'Notify.Webhook';
/** Of a notice, as JSON: it stands in an event. */
const MAX_CHARACTERS = 3_000;

/** Told by those who announce what happens: with the run's own log, once. */
export const notifyWebhook: LightNode = {
  type: NOTIFY,
  title: 'Tell by webhook',
  group: 'outside',
  description:
    'Sends `workflow_run.notice` to one endpoint, or to every one that listens to it, signed, once; a picture, clip or sound as a link.',
  version: 1,
  inputs: [{ name: 'data', types: ['any'], required: true, description: 'What is told.' }],
  outputs: [
    { name: 'data', type: 'same', description: 'The same.' },
    { name: 'notice', type: 'json', description: 'What was told.' },
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    properties: {
      type: {
        type: 'string',
        pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$',
        maxLength: 100,
        description: 'A name of your own, `film.ready`.',
      },
      endpointId: {
        type: ['string', 'null'],
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        description: 'The endpoint that alone hears of it, whatever it listens to. Null, the default: all that listen to it.',
      },
    },
  },
  own: ['endpointId'],
  waits: true,
  right: 'calls',
  weight: 'light',
  queue: 'script',
  evaluate({ params, inputs }) {
    const [value] = inputs['data'] ?? [];
    if (!value) throw new NodeFailure('missing_input', 'nothing came in');
    const { endpointId } = params;
    const notice = {
      type: textParam(params, 'type', 'notice'),
      data: toldOf(value),
      ...(typeof endpointId === 'string' && { endpointId }),
    };
    const { length } = JSON.stringify(notice);
    if (length > MAX_CHARACTERS) throw new NodeFailure('output_too_large', `a notice of ${length} characters; ${MAX_CHARACTERS} at most`);
    return { outputs: { data: value, notice: { type: 'json', value: notice } } };
  },
};

/** Of a file what it is; where it lies, is said by a link. */
function toldOf({ type, value }: TypedValue): unknown {
  if (type !== 'image' && type !== 'video' && type !== 'audio') return value;
  const { file, kind, widthPx, heightPx, durationSeconds, source } = value as MediaValue;
  const { contentType, sizeBytes, sha256 } = file;
  return { kind, widthPx, heightPx, durationSeconds, source, contentType, sizeBytes, sha256 };
}
