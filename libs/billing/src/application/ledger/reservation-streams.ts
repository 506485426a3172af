import { endStreams } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { type Eraser } from '#platform';
import { BILLABLE_WORK_KINDS } from '../../contracts/quota.js';
import { quotaReservation } from '../../domain/quota-reservation.decider.js';

/**
 * Reservations end with the work they were for: what was used stays in the usage records, their events leave the log. What is booked on one
 * afterwards is booked all the same.
 */
export const reservationStreams: Eraser = {
  name: 'billing.reservation-streams',
  async erase(tx, { orgId, subjectId }) {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT reservation_id AS id FROM billing.usage_records WHERE subject_kind = ANY($2::text[]) AND subject_id = $1
       UNION SELECT reservation_id FROM billing.reservations WHERE subject_id = $1`,
      [subjectId, BILLABLE_WORK_KINDS],
    );
    const ids = new Set([subjectId, ...rows.map(({ id }) => id)]);
    await endStreams(
      tx,
      orgId,
      [...ids].map((id) => streamIdOf(quotaReservation, id)),
    );
  },
};
