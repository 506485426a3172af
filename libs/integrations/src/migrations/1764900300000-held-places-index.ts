import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { buildIndexConcurrently } from '#platform';

/** Those that count beside what is under way are few, and looked for with every turn that is given. */
export class HeldPlacesIndex1764900300000 implements MigrationInterface {
  readonly name = 'HeldPlacesIndex1764900300000';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await buildIndexConcurrently(
      runner,
      'integrations.provider_attempts_held',
      'integrations.provider_attempts (provider, owner, org_id) WHERE held_until IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
