import { readFileSync } from 'node:fs';

/** As much of a JSON schema as bodies are made of. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
}

export interface TextRoute {
  readonly method: string;
  /** With its parameters: `/v1/videos/{id}`. */
  readonly path: string;
  /** @param isPolite texts are as long as they may be, and only where any text may stand; else they stand everywhere, whole */
  bodyOf(text: string, isPolite: boolean): unknown;
  /** Names of what may stand behind the question mark. */
  readonly query: readonly string[];
}

/** Bodies nest this deep at most: schemas may hold themselves. */
const DEEPEST = 6;
const VALID: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-7000-8000-000000000001',
  uri: 'https://films.example/x',
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  email: 'somebody@films.example',
};

/** Every route of docs/openapi.all.json that takes a JSON body or a query. */
export function textRoutes(): TextRoute[] {
  const document = JSON.parse(readFileSync(new URL('../../docs/openapi.all.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const { schemas } = document.components;
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]): TextRoute[] => {
      const schema = operation.requestBody?.content?.['application/json']?.schema;
      const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      if (!schema && query.length === 0) return [];
      const bodyOf = (text: string, isPolite: boolean): unknown => (schema ? valueOf(schema, { schemas, text, isPolite }, 0) : undefined);
      return [{ method: method.toUpperCase(), path, bodyOf, query }];
    }),
  );
}

interface Making {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly text: string;
  readonly isPolite: boolean;
}

function valueOf(given: Schema, making: Making, depth: number): unknown {
  const schema = resolved(given, making.schemas);
  const { text, isPolite } = making;
  if (depth > DEEPEST) return text.slice(0, 10);
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return valueOf(choice, making, depth);
  if (schema.enum) return isPolite ? schema.enum[0] : text;
  if (schema.type === 'array') return [schema.items ? valueOf(schema.items, making, depth + 1) : text];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'string') {
    if (!isPolite) return text;
    return (schema.format !== undefined && VALID[schema.format]) || text.slice(0, schema.maxLength ?? text.length);
  }
  const known = Object.entries(schema.properties ?? {}).map(([name, of]) => [name, valueOf(of, making, depth + 1)]);
  const more = schema.additionalProperties;
  const free = more ? [[text.slice(0, 50), more === true ? text : valueOf(more, making, depth + 1)]] : [];
  return known.length + free.length > 0 ? Object.fromEntries([...known, ...free]) : { [text.slice(0, 50)]: text };
}

function resolved(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const { $ref, allOf, ...own } = schema;
  const parts = [...(allOf ?? []), ...($ref === undefined ? [] : [schemas[$ref.split('/').at(-1) ?? ''] ?? {}])];
  return parts.map((part) => resolved(part, schemas)).reduce((sum, part) => ({ ...part, ...sum }), own);
}
