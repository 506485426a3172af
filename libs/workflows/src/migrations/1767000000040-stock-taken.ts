import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What runs have taken out of libraries of stock: one taker a run, so that two nodes, or two items of a list, do not show the same. */
export class StockTaken1767000000040 implements MigrationInterface {
  readonly name = 'StockTaken1767000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workflows.stock_taken (
        org_id   uuid NOT NULL,
        run_id   uuid NOT NULL,
        stock_id text NOT NULL,
        -- Id of the node; and which one it is, inside of a map.
        node     text NOT NULL,
        place    text NOT NULL,
        take     integer NOT NULL,
        PRIMARY KEY (run_id, stock_id)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
