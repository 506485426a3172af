import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** For who shows in order what several consumers have made: up to where all of them have come. */
export class FirstUnhandled1764600200000 implements MigrationInterface {
  readonly name = 'FirstUnhandled1764600200000';

  async up(runner: QueryRunner): Promise<void> {
    // STABLE: sees what the statement that calls it sees. Reads by the index, from the lowest checkpoint on.
    await runner.query(`
      CREATE FUNCTION eventing.first_unhandled(consumers text[], aggregates text[], types text[]) RETURNS bigint
      LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      BEGIN
        RETURN (SELECT min(first.position) FROM unnest(consumers, aggregates, types) AS f(consumer, aggregate, type)
          CROSS JOIN LATERAL (
            SELECT e.position FROM eventing.events e
              LEFT JOIN eventing.checkpoints c ON c.consumer = f.consumer AND c.partition = e.partition
             WHERE e.position > coalesce((SELECT min(m.position) FROM eventing.checkpoints m WHERE m.consumer = f.consumer), 0)
               AND e.position > coalesce(c.position, 0) AND e.type = f.type
               AND starts_with(e.stream_id, f.aggregate || '-')
             ORDER BY e.position LIMIT 1) AS first);
      END $$;
      COMMENT ON FUNCTION eventing.first_unhandled IS
        'Lowest position of an event of these types that one of the consumers (each reads an aggregate, by partitions) has still before it; null: none'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
