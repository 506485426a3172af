import { beginningOf, unstorableTexts } from '#platform';
import { type GraphFault, fault } from '../domain/fault.js';
import { LIMITS, type WorkflowDocument } from '../../contracts/graph.js';
import { type ValidateFunction } from 'ajv/dist/2020.js';
import { faultOf, schemaChecker } from './params.js';

const text = (maxLength: number, minLength = 0) => ({ type: 'string', maxLength, ...(minLength > 0 && { minLength }) });
const ID = '^[A-Za-z][A-Za-z0-9_-]{0,63}$';
const MOMENT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:\\d{2})$';
const closed = (required: readonly string[], properties: object) => ({ type: 'object', additionalProperties: false, required, properties });

/** The shape of a document; `validateGraph` says whether it makes sense. Also given out by `GET /v1/workflow-nodes`. */
export const DOCUMENT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:kadr:schema:workflow-document:1',
  title: 'Workflow document',
  ...closed(['name', 'graph'], {
    name: text(200, 1),
    description: text(2_000),
    draft: { type: 'boolean' },
    graph: { $ref: '#/$defs/graph' },
    settings: { $ref: '#/$defs/settings' },
    schedule: { $ref: '#/$defs/schedule' },
  }),
  $defs: {
    id: { type: 'string', pattern: ID, examples: ['n1', 'last-scene'] },
    port: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}\\.[A-Za-z][A-Za-z0-9]{0,31}$', examples: ['n1.text'] },
    graph: closed(['nodes', 'edges'], {
      format: { const: 1 },
      nodes: { type: 'array', minItems: 1, items: { $ref: '#/$defs/node' } },
      edges: { type: 'array', items: { $ref: '#/$defs/edge' } },
      outputs: {
        type: 'object',
        maxProperties: 50,
        propertyNames: { $ref: '#/$defs/id' },
        additionalProperties: { $ref: '#/$defs/port' },
      },
    }),
    node: closed(['id', 'type'], {
      id: { $ref: '#/$defs/id' },
      type: { type: 'string', pattern: '^[A-Z][A-Za-z]{0,31}(\\.[A-Z][A-Za-z]{0,31})?$', examples: ['Text.Template'] },
      name: text(200),
      params: { type: 'object' },
      position: closed(['x', 'y'], { x: { type: 'number' }, y: { type: 'number' } }),
      parent: { type: ['string', 'null'], pattern: ID, examples: ['n1'] },
      onError: { enum: ['fail', 'continue', 'fallback', 'edge'] },
      fallback: { type: 'object', maxProperties: 8 },
      retry: closed([], { maxAttempts: { type: 'integer', minimum: 1, maximum: 10 } }),
      timeoutSeconds: { type: 'integer', minimum: 1, maximum: 30 * 86_400 },
      cache: { enum: ['none', 'fork', 'organisation'] },
    }),
    edge: closed(['from', 'to'], { from: { $ref: '#/$defs/port' }, to: { $ref: '#/$defs/port' } }),
    schedule: closed(['cron', 'timezone'], {
      cron: text(200, 1),
      timezone: text(64, 1),
      enabled: { type: 'boolean' },
      inputs: { type: 'object', maxProperties: LIMITS.inputs },
      episode: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
      version: { type: ['integer', 'null'], minimum: 1, maximum: 999_999_999 },
      overlap: { enum: ['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow'] },
      missed: { enum: ['none', 'last', 'all'] },
      catchUpWindowSeconds: { type: 'integer', minimum: 0, maximum: 7 * 86_400 },
      jitterSeconds: { type: 'integer', minimum: 0, maximum: 3_600 },
      startsAt: { type: ['string', 'null'], pattern: MOMENT, examples: ['2026-11-28T09:00:00Z'] },
      endsAt: { type: ['string', 'null'], pattern: MOMENT, examples: ['2026-11-28T09:00:00Z'] },
      maxRuns: { type: ['integer', 'null'], minimum: 1, maximum: 1_000_000 },
      onQuota: { enum: ['skip', 'wait'] },
      pauseAfterFailures: { type: 'integer', minimum: 0, maximum: 1_000 },
    }),
    settings: closed([], {
      onFailure: { enum: ['stop', 'abort', 'continue'] },
      maxCostMicros: { type: 'integer', minimum: 0 },
      embedGraph: { type: 'boolean' },
      retentionDays: { type: 'integer', minimum: 1, maximum: 3_650 },
      concurrency: closed(['limit'], {
        limit: { type: 'integer', minimum: 1, maximum: 100 },
        key: text(500, 1),
        onLimit: { enum: ['queue', 'refuse', 'cancel-oldest'] },
      }),
    }),
  },
} as const;

let compiled: ValidateFunction<WorkflowDocument> | null = null;
/** Compiled for the first document: it takes some 90 ms, which most starts can do without. */
const checkOfDocuments = (): ValidateFunction<WorkflowDocument> =>
  (compiled ??= schemaChecker().compile<WorkflowDocument>(DOCUMENT_SCHEMA));

/** More than a graph of the largest kind has, and little to look through. */
const MOST_ITEMS = { nodes: 2 * LIMITS.nodes, edges: 2 * LIMITS.edges };

/** What is wrong with the shape of a document. One that is too large by far is not looked into. */
export function documentFaults(body: unknown): GraphFault[] {
  const bytes = Buffer.byteLength(JSON.stringify(body ?? null));
  if (bytes > LIMITS.documentBytes) {
    return [fault('graph_too_large', '', `has ${bytes} bytes of JSON; ${LIMITS.documentBytes} at most`)];
  }
  const tooMany = crowds(body);
  if (tooMany.length > 0) return tooMany;
  const check = checkOfDocuments();
  const shape = check(body) ? [] : (check.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(shapeFault(body));
  return [...shape, ...unstorableFaults(body)];
}

function crowds(body: unknown): GraphFault[] {
  const { graph } = (body ?? {}) as { graph?: { nodes?: unknown; edges?: unknown } };
  return (['nodes', 'edges'] as const).flatMap((name) => {
    const list = typeof graph === 'object' && graph !== null ? graph[name] : null;
    if (!Array.isArray(list) || list.length <= MOST_ITEMS[name]) return [];
    return [fault(`too_many_${name}`, `graph.${name}`, `has ${list.length} ${name}; ${LIMITS[name]} at most`)];
  });
}

const shapeFault =
  (body: unknown) =>
  (error: Parameters<typeof faultOf>[0]): GraphFault => {
    const { at, message } = faultOf(error);
    const path = at.slice(1);
    const node = nodeAt(body, path);
    return fault(/^graph\.nodes\.\d+\.id$/.test(path) ? 'invalid_id' : 'invalid_document', path, message, { node });
  };

/** Id of the node in which a place lies. */
function nodeAt(body: unknown, path: string): string | null {
  const [, index] = /^graph\.nodes\.(\d+)/.exec(path) ?? [];
  if (index === undefined) return null;
  const { graph } = body as { graph?: { nodes?: { id?: unknown }[] } };
  const id = graph?.nodes?.[Number(index)]?.id;
  return typeof id === 'string' ? beginningOf(id, 64) : null;
}

/** Characters that no database keeps. */
const unstorableFaults = (body: unknown): GraphFault[] =>
  unstorableTexts(body).map(({ path, message }) => fault('invalid_document', path, message));
