import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the outside may hear, who hears it, and what has become of telling them. */
export class CreateWebhooks1764600000000 implements MigrationInterface {
  readonly name = 'CreateWebhooks1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS webhooks;

      CREATE TABLE webhooks.announcements (
        id          uuid PRIMARY KEY,
        org_id      uuid NOT NULL,
        position    bigint NOT NULL,
        type        text NOT NULL,
        subject     jsonb NOT NULL,
        metadata    jsonb NOT NULL,
        data        jsonb NOT NULL,
        links       jsonb NOT NULL,
        occurred_at timestamptz NOT NULL
      );
      COMMENT ON TABLE webhooks.announcements IS 'Made from the log, under ids derived from its events; may be made again at any time';
      CREATE INDEX announcements_order ON webhooks.announcements (org_id, position);
      CREATE INDEX announcements_subject ON webhooks.announcements (org_id, (subject->>'id'));
      CREATE INDEX announcements_age ON webhooks.announcements (occurred_at);

      CREATE TABLE webhooks.endpoints (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL);
      CREATE INDEX endpoints_of ON webhooks.endpoints (org_id, key);

      CREATE TABLE webhooks.secrets (
        endpoint_id uuid NOT NULL,
        n           integer NOT NULL,
        sealed      bytea NOT NULL,
        expires_at  timestamptz,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (endpoint_id, n)
      );
      COMMENT ON COLUMN webhooks.secrets.expires_at IS 'Null: the one in use; else the end of an overlap';
      CREATE TABLE webhooks.secrets_key (
        only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        fingerprint bytea NOT NULL,
        noted_at    timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE webhooks.deliveries (
        delivery_id     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id          uuid NOT NULL,
        endpoint_id     uuid NOT NULL,
        announcement_id uuid NOT NULL,
        position        bigint NOT NULL,
        type            text NOT NULL,
        state           text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sending', 'held', 'done', 'failed')),
        cause           text NOT NULL CHECK (cause IN ('event', 'backlog', 'replay', 'redelivery', 'test')),
        attempt         integer NOT NULL DEFAULT 0,
        tries           integer NOT NULL DEFAULT 0,
        lease           integer NOT NULL DEFAULT 0,
        lease_owner     integer,
        lease_until     timestamptz,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        links_from      timestamptz,
        is_forced       boolean NOT NULL DEFAULT false,
        created_at      timestamptz NOT NULL DEFAULT now(),
        ended_at        timestamptz,
        CONSTRAINT deliveries_once UNIQUE (endpoint_id, announcement_id)
      ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
      COMMENT ON COLUMN webhooks.deliveries.attempt IS 'Place in the schedule of tries; a replay begins it anew';
      COMMENT ON COLUMN webhooks.deliveries.tries IS 'All tries there have been';
      COMMENT ON COLUMN webhooks.deliveries.lease IS 'Fencing token: rises at every claim; only its holder may end the try';
      COMMENT ON COLUMN webhooks.deliveries.links_from IS 'Links work for 7 days from then; null: from the event on';
      COMMENT ON COLUMN webhooks.deliveries.is_forced IS 'Somebody asked for this very delivery: it is sent although the endpoint is disabled';
      CREATE INDEX deliveries_due ON webhooks.deliveries (endpoint_id, next_attempt_at, position) WHERE state = 'due';
      CREATE INDEX deliveries_sending ON webhooks.deliveries (endpoint_id) WHERE state = 'sending';
      CREATE INDEX deliveries_held ON webhooks.deliveries (endpoint_id) WHERE state = 'held';
      CREATE INDEX deliveries_newest ON webhooks.deliveries (endpoint_id, created_at DESC, delivery_id DESC);
      CREATE INDEX deliveries_ended ON webhooks.deliveries (ended_at) WHERE ended_at IS NOT NULL;

      CREATE TABLE webhooks.attempts (
        org_id        uuid NOT NULL,
        delivery_id   uuid NOT NULL,
        n             integer NOT NULL,
        at            timestamptz NOT NULL,
        duration_ms   integer NOT NULL,
        status        integer,
        outcome       text NOT NULL,
        response_body text,
        PRIMARY KEY (delivery_id, n)
      );

      CREATE TABLE webhooks.lanes (
        endpoint_id     uuid PRIMARY KEY,
        org_id          uuid NOT NULL,
        due_at          timestamptz,
        paused_until    timestamptz,
        width           integer NOT NULL DEFAULT 1,
        is_slow         boolean NOT NULL DEFAULT false,
        failures        integer NOT NULL DEFAULT 0,
        failing_since   timestamptz,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        missing_after   bigint,
        missing_until   timestamptz
      ) WITH (fillfactor = 70);
      COMMENT ON TABLE webhooks.lanes IS 'One row an endpoint, whatever its backlog; only lanes are looked for';
      COMMENT ON COLUMN webhooks.lanes.due_at IS 'Null: nothing is due, or every place of the lane is taken';
      COMMENT ON COLUMN webhooks.lanes.missing_after IS 'Enabled again: what was announced behind this position meanwhile is still to be made';
      CREATE INDEX lanes_due ON webhooks.lanes (is_slow, due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX lanes_missing ON webhooks.lanes (endpoint_id) WHERE missing_after IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
