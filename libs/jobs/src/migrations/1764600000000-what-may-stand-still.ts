import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What may stand still is few among all that was ever made, and is looked through every few seconds. */
export class WhatMayStandStill1764600000000 implements MigrationInterface {
  readonly name = 'WhatMayStandStill1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['clip_sets', 'generations'])
      await runner.query(`CREATE INDEX ${table}_unfinished ON jobs.${table} (key) WHERE data->>'completedAt' IS NULL`);
    await runner.query(
      'CREATE TABLE jobs.unfinished_short_videos (key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
