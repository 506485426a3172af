import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Lets an append ask whether the versions it continues are there. */
export class ContinueStreams1763733500000 implements MigrationInterface {
  readonly name = 'ContinueStreams1763733500000';

  async up(runner: QueryRunner): Promise<void> {
    // By index, whatever is known of the table's size, as read_streams does.
    await runner.query(`
      CREATE FUNCTION eventing.all_stand(ids text[], at_version integer[]) RETURNS boolean
      LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      BEGIN
        RETURN NOT EXISTS (
          SELECT FROM unnest(ids, at_version) AS h(id, version)
          WHERE NOT EXISTS (SELECT FROM eventing.events e WHERE e.stream_id = h.id AND e.version = h.version OFFSET 0));
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
