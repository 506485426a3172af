import { type Belongings, type Database, type Eraser } from '#platform';
import { WITHOUT_ANSWERS } from './delivery/tries-log.js';
import { type EndpointWork } from './endpoints/endpoint-work.js';
import { type WebhookEndpoints } from './endpoints/endpoints.service.js';

/**
 * What was announced of a thing stays, with nothing in it but which thing it was: who has not been told yet is told as much. What receivers
 * have answered may repeat what they were told; those that are being told at this moment answer yet.
 */
export const forgetAnnouncements: Eraser = {
  name: 'webhooks.announcements',
  async erase(tx, { orgId, subjectId }) {
    // Deliveries are found by arrays: a join would read those of everybody.
    await tx.query(
      `WITH told AS (
         UPDATE webhooks.announcements
            SET metadata = '{}', links = '{}', data = jsonb_build_object(subject->>'idName', subject->>'id')
          WHERE org_id = $1 AND subject->>'id' = $2 RETURNING id),
       sent AS (
         UPDATE webhooks.deliveries SET keeps_answers = false, log = ${WITHOUT_ANSWERS}
          WHERE endpoint_id = ANY(ARRAY(SELECT key::uuid FROM webhooks.endpoints WHERE org_id = $1))
            AND announcement_id = ANY(ARRAY(SELECT id FROM told)) RETURNING delivery_id)
       UPDATE webhooks.attempts SET response_body = NULL WHERE delivery_id = ANY(ARRAY(SELECT delivery_id FROM sent))`,
      [orgId, subjectId],
    );
  },
};

/** Endpoints go by their own door; at the end so does what was announced. */
export const endpointsOf = (database: Database, endpoints: WebhookEndpoints, work: EndpointWork): Belongings => ({
  name: 'webhooks.endpoints',
  async dispose(orgId) {
    const rows = await database.query<{ key: string }>('SELECT key FROM webhooks.endpoints WHERE org_id = $1', [orgId]);
    for (const { key } of rows) await endpoints.delete({ orgId, actor: 'system' }, key);
    return work.left(orgId);
  },
  async finish(tx, orgId) {
    for (const table of ['attempts', 'deliveries', 'announcements', 'lanes', 'leases', 'endpoint_work'])
      await tx.query(`DELETE FROM webhooks.${table} WHERE org_id = $1`, [orgId]);
  },
});
