import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type SealedTable, SecretsKey } from '#platform';
import { NodeFailure } from '../../nodes/node-type.js';
import { TooManySecrets } from '../domain/secret.errors.js';

export const WORKFLOW_SECRETS_KEY = Symbol('key of workflow secrets');

/** Of one organisation. */
const MAX_SECRETS = 100;

/** What may be shown of a secret. */
export interface SecretFacts {
  readonly name: string;
  /** Rises with each value that it is given. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Row {
  readonly name: string;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const SHOWN = 'name, version, created_at, updated_at';
const purposeOf = (orgId: string, name: string): string => `workflow secret ${orgId} ${name}`;

/** Where they lie, for the key that seals them. */
export const SEALED_WORKFLOW_SECRETS: SealedTable = {
  what: 'workflow secrets',
  fingerprints: 'workflows.secrets_key',
  stored: 'workflows.secrets',
  async sample(db) {
    const [row] = await db.query<{ org_id: string; name: string; sealed: Buffer }>(
      'SELECT org_id, name, sealed FROM workflows.secrets LIMIT 1',
    );
    return row ? { sealed: row.sealed, purpose: purposeOf(row.org_id, row.name) } : null;
  },
};

/** What graphs name and never hold: sealed in Postgres, opened where it is sent, in no document, event, task, log or answer. */
@Injectable()
export class OrganisationSecrets implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Inject(WORKFLOW_SECRETS_KEY) private readonly key: SecretsKey,
  ) {}

  /** @throws WrongSettings when what is stored was sealed with another key */
  onModuleInit(): Promise<void> {
    return this.key.verify();
  }

  /** Another value takes the place of the one before it. @throws TooManySecrets, Refusal `unavailable` when others seal with another key */
  async set(orgId: string, name: string, value: string): Promise<SecretFacts> {
    await this.key.claim();
    const sealed = (await this.key.box()).seal(value, purposeOf(orgId, name));
    const [row] = await this.database.query<Row>(
      `INSERT INTO workflows.secrets AS s (org_id, name, sealed)
       SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM workflows.secrets WHERE org_id = $1 AND name = $2)
                            OR (SELECT count(*) FROM workflows.secrets WHERE org_id = $1) < $4
           ON CONFLICT (org_id, name) DO UPDATE SET sealed = excluded.sealed, version = s.version + 1, updated_at = now()
       RETURNING ${SHOWN}`,
      [orgId, name, sealed, MAX_SECRETS],
    );
    if (!row) throw new TooManySecrets(MAX_SECRETS);
    return factsOf(row);
  }

  /** By name. */
  async list(orgId: string): Promise<readonly SecretFacts[]> {
    const rows = await this.database
      .forOrganisation(orgId)
      .query<Row>(`SELECT ${SHOWN} FROM workflows.secrets WHERE org_id = $1 ORDER BY name`, [orgId]);
    return rows.map(factsOf);
  }

  /** @returns false when there was none */
  async remove(orgId: string, name: string): Promise<boolean> {
    const rows = await this.database.query('DELETE FROM workflows.secrets WHERE org_id = $1 AND name = $2 RETURNING name', [orgId, name]);
    return rows.length > 0;
  }

  /** Of those that there are. */
  async versions(orgId: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (names.length === 0) return new Map();
    const rows = await this.database.query<{ name: string; version: number }>(
      'SELECT name, version FROM workflows.secrets WHERE org_id = $1 AND name = ANY ($2)',
      [orgId, names],
    );
    return new Map(rows.map(({ name, version }) => [name, version]));
  }

  /** Their values, for whoever sends them at this moment. @throws NodeFailure `unknown_secret` */
  async open(orgId: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map();
    const rows = await this.database.query<{ name: string; sealed: Buffer }>(
      'SELECT name, sealed FROM workflows.secrets WHERE org_id = $1 AND name = ANY ($2)',
      [orgId, names],
    );
    const box = await this.key.box();
    const values = new Map(rows.map(({ name, sealed }) => [name, box.open(sealed, purposeOf(orgId, name))]));
    const missing = names.find((name) => !values.has(name));
    if (missing !== undefined) throw unknownSecret(missing);
    return values;
  }
}

export const unknownSecret = (name: string): NodeFailure => new NodeFailure('unknown_secret', `there is no secret "${name}"`);

const factsOf = ({ name, version, created_at: createdAt, updated_at: updatedAt }: Row): SecretFacts => ({
  ...{ name, version, createdAt, updatedAt },
});
