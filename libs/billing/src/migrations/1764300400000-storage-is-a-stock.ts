import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Stored bytes are what lies there, not what a month has brought: they stand beside what is under way. What is there is moved by the same
 * trigger that moves what a process of the previous release still books in the old place, during a rolling update.
 */
export class StorageIsAStock1764300400000 implements MigrationInterface {
  readonly name = 'StorageIsAStock1764300400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE billing.live
        ADD COLUMN storage_bytes_reserved numeric(38, 0) NOT NULL DEFAULT 0 CHECK (storage_bytes_reserved >= 0),
        ADD COLUMN storage_bytes_used     numeric(38, 0) NOT NULL DEFAULT 0 CHECK (storage_bytes_used >= 0);
      COMMENT ON TABLE billing.live IS 'What there is at this moment, in millionths: no period begins or ends it. Locked before billing.balances';

      CREATE FUNCTION billing.storage_to_live() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO billing.live (org_id) VALUES (NEW.org_id) ON CONFLICT DO NOTHING;
        UPDATE billing.live
           SET storage_bytes_reserved = storage_bytes_reserved + NEW.storage_bytes_reserved,
               storage_bytes_used = storage_bytes_used + NEW.storage_bytes_used
         WHERE org_id = NEW.org_id;
        NEW.storage_bytes_reserved := 0;
        NEW.storage_bytes_used := 0;
        RETURN NEW;
      END $$;
      CREATE TRIGGER storage_to_live BEFORE INSERT OR UPDATE ON billing.balances FOR EACH ROW
        WHEN (NEW.storage_bytes_reserved <> 0 OR NEW.storage_bytes_used <> 0) EXECUTE FUNCTION billing.storage_to_live();
      COMMENT ON COLUMN billing.balances.storage_bytes_reserved IS 'Always 0: see billing.live. Written by the release before alone';
      COMMENT ON COLUMN billing.balances.storage_bytes_used IS 'Always 0: see billing.live. Written by the release before alone';

      UPDATE billing.balances SET updated_at = updated_at WHERE storage_bytes_reserved <> 0 OR storage_bytes_used <> 0`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
