import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Changes of very many deliveries are made in pages, whatever dies meanwhile, and owners are told of failures. */
export class KeepEndpointWork1765000000000 implements MigrationInterface {
  readonly name = 'KeepEndpointWork1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks.endpoint_work (
        n           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        org_id      uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('hold', 'resume', 'give_up', 'replay', 'delete')),
        wanted      jsonb,
        after       bigint NOT NULL DEFAULT 0,
        after_id    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        up_to       bigint NOT NULL DEFAULT 0,
        asked_at    timestamptz NOT NULL,
        looked_at   timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE webhooks.endpoint_work IS 'What is still to be done with the deliveries of an endpoint, in the order in which it was asked for';
      COMMENT ON COLUMN webhooks.endpoint_work.after IS 'Of a replay: announcements behind (after, after_id) and up to up_to are still to be looked at';
      CREATE INDEX endpoint_work_of ON webhooks.endpoint_work (endpoint_id, n);

      ALTER TABLE webhooks.lanes ADD COLUMN is_noticed boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN webhooks.lanes.is_noticed IS 'Its owner has been told that it fails';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
