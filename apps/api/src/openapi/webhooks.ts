/** The `webhooks` of the document: what is sent to endpoints, one entry for each type of the catalogue. */
import { assetAnnouncements } from '#assets';
import { batchAnnouncements } from '#batches';
import { billingAnnouncements } from '#billing';
import { jobAnnouncements } from '#jobs';
import { type AnnouncementKind, endpointAnnouncements } from '#webhooks';
import { noticeAnnouncements, runAnnouncements, scheduleAnnouncements } from '#workflows';

/** All that is announced, without a running app. */
export const ANNOUNCED: readonly AnnouncementKind[] = [
  ...assetAnnouncements,
  ...billingAnnouncements,
  ...jobAnnouncements,
  ...endpointAnnouncements,
  ...runAnnouncements,
  ...noticeAnnouncements,
  ...scheduleAnnouncements,
  ...batchAnnouncements,
].sort((a, b) => (a.type < b.type ? -1 : 1));

const text = { type: 'string' };
const header = (name: string, description: string, schema: object) => ({ name, in: 'header', required: true, description, schema });
const HEADERS = [
  header('webhook-id', 'Id of the event, the same in every try and to every endpoint: take it once.', { ...text, format: 'uuid' }),
  header('webhook-timestamp', 'Of this try, in seconds since 1970.', { type: 'integer' }),
  header('webhook-signature', '`v1,` and base64, several of them while a secret is rotated; see Standard Webhooks 1.0.0.', text),
];
const ID = '0199c3f0-5b1c-5a3e-9d52-3f1f5a7c2b99';

function bodyOf({ type, schema, example }: AnnouncementKind): object {
  const data = Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema'));
  return {
    schema: {
      type: 'object',
      required: ['id', 'type', 'timestamp', 'sequence', 'data'],
      properties: {
        id: { ...text, format: 'uuid', description: 'As `webhook-id`.' },
        type: { ...text, const: type },
        timestamp: { ...text, format: 'date-time', description: 'When it happened.' },
        sequence: { type: 'integer', description: 'Sorts: order of delivery is not promised.' },
        test: { type: 'boolean', description: '`true`: sent by `test`, nothing has happened.' },
        data,
      },
    },
    example: { id: ID, type, timestamp: '2026-11-21T10:00:00.000Z', sequence: 4711, data: example },
  };
}

/** Member `webhooks` of an OpenAPI 3.1 document. */
export const webhookItems = (): Record<string, object> =>
  Object.fromEntries(
    ANNOUNCED.map((kind) => [
      kind.type,
      {
        post: {
          operationId: `webhook_${kind.type.replace('.', '_')}`,
          summary: kind.description.split('. ')[0]?.replace(/\.$/, '') ?? kind.type,
          description: `${kind.description} Any 2xx within 15 s takes it; everything else is tried again for three days.`,
          tags: ['webhook-endpoints'],
          security: [],
          parameters: HEADERS,
          requestBody: { required: true, content: { 'application/json': bodyOf(kind) } },
          responses: {
            '204': { description: 'Taken' },
            '410': { description: 'Gone: nothing is sent there any more' },
          },
        },
      },
    ]),
  );
