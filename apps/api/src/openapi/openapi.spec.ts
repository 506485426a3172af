import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerCheck } from '../testing/index.js';

interface Media {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: object;
}
interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema?: { readonly format?: string; readonly type?: string };
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Lists that are whole whatever they hold. */
const WHOLE = [
  '/v1/videos/{id}/chapters',
  '/v1/videos/{id}/segments',
  '/v1/videos/{id}/timeline',
  '/v1/billing/usage',
  '/api/short-videos',
];

const read = (file: string): Document => JSON.parse(readFileSync(file, 'utf8')) as Document;
const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, method, operation })),
  );

describe('the description of the API', () => {
  const all = read('docs/openapi.all.json');
  const operations = operationsOf(all);
  const without = (isMissing: (one: (typeof operations)[number]) => unknown) => operations.filter(isMissing).map(({ name }) => name);

  it('leaves operators and machines of others out of the public document, and nothing else', () => {
    const left = operationsOf(read('docs/openapi.json')).map(({ name }) => name);
    const hidden = operations.map(({ name }) => name).filter((name) => !left.includes(name));
    expect(hidden.filter((name) => !/ (\/v1\/admin|\/webhooks|\/api)\/| \/(v1\/ideas:expand|status)$/.test(name))).toEqual([]);
    expect(left.filter((name) => / (\/v1\/admin|\/webhooks|\/api)\/| \/status$/.test(name))).toEqual([]);
    expect(left.length).toBeGreaterThan(40);
  });

  it('says of every operation what it is for', () => {
    expect(without(({ operation: { summary, description, tags } }) => !summary || !description || tags?.length !== 1)).toEqual([]);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, i) => !/^[a-z]+(_[a-z]+)+$/.test(id) || ids.indexOf(id) !== i)).toEqual([]);
    expect(ids).toContain('videos_create');
  });

  it('has a schema for every answer with a body', () => {
    const bare = (status: string) => /^(204|304|416)$/.test(status);
    const lacks = ({ responses }: Operation) =>
      Object.entries(responses).some(
        ([status, { content }]) => !bare(status) && (!content || Object.values(content).some(({ schema }) => !schema)),
      );
    expect(without(({ operation }) => lacks(operation))).toEqual([]);
    expect(without(({ operation }) => !Object.keys(operation.responses).some((status) => status.startsWith('2')))).toEqual([]);
  });

  it('describes every parameter, and every body by an example', () => {
    const parameters = operations.flatMap(({ name, operation }) => (operation.parameters ?? []).map((one) => ({ ...one, of: name })));
    expect(parameters.filter((one) => !one.$ref && !(one.description && one.schema)).map(({ name, of }) => [of, name])).toEqual([]);
    const ids = parameters.filter((one) => one.in === 'path' && one.schema?.format === 'uuid');
    expect(ids.length).toBeGreaterThan(20);
    const bodies = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.requestBody?.content ?? {}).map(([type, media]) => ({ name, type, media })),
    );
    const isShown = ({ schema, example, examples }: Media) => example ?? examples ?? (schema as { example?: unknown }).example;
    expect(bodies.filter(({ type, media }) => type !== 'multipart/form-data' && !isShown(media)).map(({ name }) => name)).toEqual([]);
  });

  it('has every path parameter declared', () => {
    const declared = (operation: Operation) => (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
    const named = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(without(({ path, operation }) => named(path).some((name) => !declared(operation).includes(name ?? '')))).toEqual([]);
  });

  it('lets every list be read in pages', () => {
    const isList = ({ operation }: (typeof operations)[number]): boolean =>
      JSON.stringify(operation.responses['200']?.content ?? {}).match(/schemas\/\w+List"/) !== null;
    const takes = ({ parameters = [] }: Operation, wanted: string) => parameters.some(({ name }) => name === wanted);
    const lists = operations.filter((one) => one.method === 'get' && isList(one) && !WHOLE.includes(one.path));
    expect(lists.length).toBeGreaterThan(10);
    expect(lists.filter(({ operation }) => !takes(operation, 'limit') || !takes(operation, 'cursor')).map(({ name }) => name)).toEqual([]);
  });

  it('takes an Idempotency-Key at every POST of a caller who says who it is', () => {
    const isOpen = ({ path, operation }: (typeof operations)[number]) =>
      /^\/(webhooks|api)\//.test(path) || operation.security?.length === 0;
    const takes = ({ parameters = [] }: Operation) => parameters.some(({ name }) => name === 'Idempotency-Key');
    expect(without((one) => one.method === 'post' && !isOpen(one) && !takes(one.operation))).toEqual([]);
  });

  it('is made from classes of which no two have one name: the last one would win', () => {
    const files = ['apps/api', 'libs'].flatMap((folder) => globSync(`${folder}/**/*.ts`)).filter((file) => !file.endsWith('.spec.ts'));
    const names = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      if (!/@ApiProperty/.test(source)) return [];
      return [...source.matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)].map(([, name = '']) => name.replace(/Response$/, ''));
    });
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('an answer', () => {
  let check: AnswerCheck;
  const id = '0197a1f0-0000-7000-8000-000000000000';
  const template = {
    id: 'classic',
    description: 'x',
    transitions: { within: { kind: 'cut', seconds: 0 }, sections: { kind: 'cut', seconds: 0 } },
  };
  const of = (status: number, body: unknown, contentType = 'application/json', path = '/v1/templates') =>
    check.faultOf({ method: 'GET', path, status, contentType, text: JSON.stringify(body) });
  beforeAll(() => {
    check = new AnswerCheck();
  });

  it('is held against the description', () => {
    expect(of(200, { data: [template], nextCursor: null })).toBeNull();
    expect(of(200, { data: [template] })).toContain("must have required property 'nextCursor'");
    expect(of(418, {})).toContain('not described');
    expect(of(200, '<html>', 'text/html')).toContain('not described');
  });

  it('may have no member that is not described, however deep', () => {
    expect(of(200, { data: [{ ...template, secret: 1 }], nextCursor: null })).toContain('secret');
    const transitions = { ...template.transitions, within: { kind: 'cut', seconds: 0, secret: 1 } };
    expect(of(200, { data: [{ ...template, transitions }], nextCursor: null })).toContain('secret');
  });

  it('that is a problem has a code of its operation, with the status of that code', () => {
    const problem = {
      type: 'urn:kadr:problem:video_not_found',
      title: 'Not Found',
      status: 404,
      detail: 'x',
      code: 'video_not_found',
      traceId: 'x',
    };
    const path = `/v1/videos/${id}`;
    expect(of(404, { ...problem, videoId: id }, 'application/problem+json', path)).toBeNull();
    expect(of(404, { ...problem, videoId: id, code: 'asset_not_found' }, 'application/problem+json', path)).not.toBeNull();
  });
});
