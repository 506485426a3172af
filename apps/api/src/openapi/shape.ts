/** Changes to a whole document that decorators cannot make. */
import { type OpenAPIObject } from '@nestjs/swagger';

type Node = Record<string, unknown>;

const SCHEMAS = '#/components/schemas/';
const DATA = new Set(['example', 'examples', 'enum', 'const', 'mapping']);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object in it from the leaves up, but for examples and other data. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  if (!isNode(value)) return;
  for (const [name, one] of Object.entries(value)) if (!DATA.has(name)) walk(one, visit);
  visit(value);
}

/** Names without `Response`, unions by name, defaults in words. */
export function shaped(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document).replace(/#\/components\/schemas\/(\w+?)Response"/g, `${SCHEMAS}$1"`);
  const copy = JSON.parse(text) as OpenAPIObject;
  const schemas: Node = {};
  for (const [name, schema] of Object.entries(copy.components?.schemas ?? {})) schemas[name.replace(/Response$/, '')] = schema;
  walk([copy.paths, schemas], (node) => {
    hoistUnion(node, schemas);
  });
  walk(schemas, sayDefault);
  copy.components = { ...copy.components, schemas: sorted(schemas) as NonNullable<OpenAPIObject['components']>['schemas'] & object };
  copy.paths = sorted(copy.paths as Node) as OpenAPIObject['paths'];
  return copy;
}

/** A union with a title becomes a schema of that name, so that clients have one type for it. */
function hoistUnion(node: Node, schemas: Node): void {
  const { title, oneOf } = node;
  if (typeof title !== 'string' || !Array.isArray(oneOf)) return;
  const { description, ...union } = node;
  schemas[title] = { ...union, ...(description !== undefined && { description }) };
  for (const name of Object.keys(node)) delete node[name];
  node['$ref'] = `${SCHEMAS}${title}`;
}

/** Makers of types take a field with a default for one that is always there, also in requests. */
function sayDefault(node: Node): void {
  const value = node['default'];
  if (value === undefined || (isNode(value) && ('type' in value || '$ref' in value))) return;
  delete node['default'];
  const said = `Default: \`${typeof value === 'string' ? value : JSON.stringify(value)}\`.`;
  const before = node['description'];
  node['description'] = typeof before === 'string' ? `${before.replace(/(?<![.!?])$/, '.')} ${said}` : said;
}

const sorted = (record: Node): Node => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Without the schemas that nothing points to. */
export function prune(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Node;
  const reached = new Set<string>();
  const follow = (value: unknown): void =>
    walk(value, ({ $ref }) => {
      if (typeof $ref !== 'string' || !$ref.startsWith(SCHEMAS)) return;
      const name = $ref.slice(SCHEMAS.length);
      if (reached.has(name)) return;
      reached.add(name);
      follow(schemas[name]);
    });
  follow(document.paths);
  for (const name of Object.keys(schemas)) if (!reached.has(name)) delete schemas[name];
  return document;
}
