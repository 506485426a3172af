import { Injectable } from '@nestjs/common';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { BoundedCache, CacheRoom, Database, fingerprintOf, type Queryable, roughBytes } from '#platform';

/** For documents that are read again and again while their runs go on. */
const CACHED_BYTES = 16_000_000;

/** What a run depends on: without positions, and names that are for people. */
export function digestOf({ graph, settings }: WorkflowDocument): string {
  const nodes = graph.nodes.map((node) => ({ ...node, position: undefined, name: undefined }));
  return hex({ graph: { ...graph, nodes }, settings: settings ?? {} });
}

const hex = (value: unknown): string => fingerprintOf(value).toString('hex');

/** Documents by what is in them. They never change, so they are read once. */
@Injectable()
export class GraphStore {
  private readonly known = new BoundedCache<string, WorkflowDocument>(new CacheRoom('graphs', CACHED_BYTES), roughBytes);

  constructor(private readonly database: Database) {}

  /** Twice is once. @returns the digest under which it is kept */
  async keep(tx: Queryable, orgId: string, document: WorkflowDocument): Promise<string> {
    const digest = this.digest(document);
    await tx.query('INSERT INTO workflows.graphs (org_id, digest, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      ...[orgId, digest, JSON.stringify(document)],
    ]);
    return digest;
  }

  digest(document: WorkflowDocument): string {
    return hex(document);
  }

  /** @throws RangeError when it was never kept */
  async read(orgId: string, digest: string): Promise<WorkflowDocument> {
    const document = await this.find(orgId, digest);
    if (!document) throw new RangeError(`no document ${digest} is kept`);
    return document;
  }

  /** @returns null when it was never kept, or by somebody else */
  async find(orgId: string, digest: string): Promise<WorkflowDocument | null> {
    const name = `${orgId} ${digest}`;
    const known = this.known.get(name);
    if (known) return known;
    const [row] = await this.database
      .forOrganisation(orgId)
      .query<{ document: WorkflowDocument }>('SELECT document FROM workflows.graphs WHERE org_id = $1 AND digest = $2', [orgId, digest]);
    if (!row) return null;
    this.known.set(name, row.document);
    return row.document;
  }
}
