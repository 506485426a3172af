import { observableGauge, type TableMeasure } from '#platform';

interface Outbox {
  readonly channel: string;
  readonly messages: number;
  readonly oldestDueSeconds: number;
}

const CHANNELS = ['telegram', 'email'] as const;

/** What people are to be told. Of a lane only its first message can be due; one whose chat or mailbox has to wait is not. */
export const outboxMeasure: TableMeasure<readonly Outbox[]> = {
  name: 'notifications.outbox',
  async read(db) {
    const rows = await db.query<Outbox>(
      `SELECT channel, sum(messages)::int AS messages,
              coalesce(max(extract(epoch FROM now() - due)) FILTER (WHERE due <= now()), 0)::float8 AS "oldestDueSeconds"
         FROM (SELECT DISTINCT ON (o.channel, o.contact_id) o.channel, greatest(o.due_at, o.not_before, l.due_at) AS due,
                      count(*) OVER (PARTITION BY o.channel, o.contact_id) AS messages
                 FROM notifications.outbox o LEFT JOIN notifications.mail_lanes l ON l.contact_id = o.contact_id AND o.channel = 'email'
                ORDER BY o.channel, o.contact_id, o.not_before > now(), o.position, o.id) lanes
        GROUP BY channel`,
    );
    const none = { messages: 0, oldestDueSeconds: 0 };
    return CHANNELS.map((channel) => rows.find((row) => row.channel === channel) ?? { channel, ...none });
  },
  tell: (found) => [
    observableGauge(
      'kadr_notifications_waiting',
      { description: 'Messages that people have not been sent yet, reminders among them; by the leader', unit: '{message}' },
      (result) => {
        for (const { channel, messages } of found() ?? []) result.observe(messages, { channel });
      },
    ),
    observableGauge(
      'kadr_notification_oldest_due_seconds',
      { description: 'How long the oldest message waits that could be sent; by the leader', unit: 's' },
      (result) => {
        for (const { channel, oldestDueSeconds } of found() ?? []) result.observe(oldestDueSeconds, { channel });
      },
    ),
  ],
};
