import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A key for each stream that holds words of users. */
export class StreamKeys1764600100000 implements MigrationInterface {
  readonly name = 'StreamKeys1764600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE eventing.stream_keys (
        stream_id  text PRIMARY KEY,
        org_id     uuid NOT NULL,
        key        bytea,
        is_sealed  boolean NOT NULL,
        made_at    timestamptz NOT NULL DEFAULT now(),
        erased_at  timestamptz,
        CHECK ((key IS NULL) = (erased_at IS NOT NULL))
      );
      COMMENT ON TABLE eventing.stream_keys IS 'What the personal members of a stream''s events are sealed with';
      COMMENT ON COLUMN eventing.stream_keys.key IS '32 bytes; null: thrown away, what it sealed can be read by nobody';
      COMMENT ON COLUMN eventing.stream_keys.is_sealed IS 'The key is itself sealed with KADR_SECRETS_KEY';
      COMMENT ON TABLE eventing.events IS 'Every fact, never deleted; changed only where words that an earlier release stored in the open are erased';
      COMMENT ON COLUMN eventing.events.schema_version IS 'Plus 1000 where $sealed in data holds the personal members';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
