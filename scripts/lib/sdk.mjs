// What packages/sdk has of the public API description: its types, and one method for each of its operations.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../services.mjs';
import { runNode } from './test-steps.mjs';

const FOLDER = 'packages/sdk/src/generated';
const MADE = '// Made from docs/openapi.json by `npm run generate`.';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Groups whose class is completed by hand, in packages/sdk/src. */
const COMPLETED = new Set(['videos', 'assets', 'batches']);
/** Groups that are called otherwise than their path. */
const CALLED = { 'webhook-endpoints': 'webhooks' };

/** @param text of the public document @returns the files that are made from it */
export async function sdkFiles(text) {
  return [
    { file: `${FOLDER}/types.gen.ts`, text: await typesOf(text) },
    { file: `${FOLDER}/unions.gen.ts`, text: unionsOf(JSON.parse(text)) },
    { file: `${FOLDER}/resources.gen.ts`, text: resourcesOf(JSON.parse(text)) },
  ];
}

async function typesOf(text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kadr-sdk-'));
  try {
    const input = path.join(folder, 'openapi.json');
    fs.writeFileSync(input, text);
    const generator = path.join(repositoryRoot, 'node_modules/@hey-api/openapi-ts/bin/run.js');
    const out = path.join(folder, 'out');
    const args = [generator, '-i', input, '-o', out, '-p', '@hey-api/typescript', '--no-log-file'];
    const { code, output } = await runNode(args, { quiet: true });
    if (code !== 0) throw new Error(`No types could be made of the API description:\n${output}`);
    return fs.readFileSync(path.join(out, 'types.gen.ts'), 'utf8');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const camel = (name) => name.replace(/[-_ ]+(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(name).replace(/^\w/, (letter) => letter.toUpperCase());

/** @returns the operations by group, in the order of the document */
function groupsOf(document) {
  const operations = Object.entries(document.paths).flatMap(([route, item]) =>
    METHODS.filter((method) => item[method]).map((method) => operationOf(document, route, method, item[method])),
  );
  return Map.groupBy(operations, ({ group }) => group);
}

function operationOf(document, route, method, operation) {
  const resolved = (operation.parameters ?? []).map((one) => (one.$ref ? pointed(document, one.$ref) : one));
  const segment = /^\/v1\/([^/]+)/.exec(route)?.[1];
  if (!segment) throw new Error(`${route} is no path of the API`);
  const words = segment.replaceAll('-', '_');
  const id = operation.operationId;
  const answer = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1].content ?? {};
  return {
    id,
    route,
    method: method.toUpperCase(),
    group: CALLED[segment] ?? segment,
    name: camel(id.startsWith(`${words}_`) ? id.slice(words.length + 1) : id),
    types: pascal(id),
    inPath: [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => resolved.find((one) => one.in === 'path' && one.name === name)),
    query: resolved.filter((one) => one.in === 'query'),
    body: operation.requestBody,
    answer,
    items: itemsOf(document, answer),
    priced: pricedOf(resolved, operation.responses),
    notes: [operation.summary, operation.description, scopesOf(operation)].filter(Boolean),
  };
}

const pointed = (document, ref) =>
  ref
    .slice(2)
    .split('/')
    .reduce((node, name) => node[name], document);
const scopesOf = (operation) => {
  const scopes = operation['x-required-scopes'] ?? [];
  return scopes.length > 0 ? `Scope: ${scopes.map((scope) => `\`${scope}\``).join(', ')}.` : '';
};

/** @returns the names of what pages list, in the order of the views that a list has; none: the answer is no page */
function itemsOf(document, answer) {
  const schema = answer['application/json']?.schema;
  const whole = schema?.$ref ? pointed(document, schema.$ref) : schema;
  const views = (whole?.anyOf ?? [schema]).map((view) => itemOf(document, view));
  return views.every((item) => item !== null) ? views : [];
}

function itemOf(document, schema) {
  const shape = schema?.$ref ? pointed(document, schema.$ref) : schema;
  const items = shape?.properties?.nextCursor ? shape.properties.data?.items?.$ref : undefined;
  return items ? pascal(items.split('/').at(-1)) : null;
}

/** What may be asked for by `dryRun`: the names of what it leads to and of its price; null: it may not. */
function pricedOf(parameters, responses) {
  if (!parameters.some(({ name }) => name === 'dryRun')) return null;
  const schemas = Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') ? [content['application/json'].schema] : [],
  );
  const names = schemas.flatMap((schema) => schema.anyOf ?? [schema]).map(({ $ref }) => pascal($ref.split('/').at(-1)));
  const price = names.find((name) => name.endsWith('Price'));
  return { price, result: names.find((name) => name !== price) };
}

const isPaged = (operation) => operation.query.some(({ name }) => name === 'cursor') && operation.items.length > 0;

function unionsOf(document) {
  const problems = Object.keys(document.components.schemas).filter((name) => name.endsWith('Problem'));
  return `${MADE}
import type * as api from './types.gen.js';

/** Everything that Kadr refuses with, told apart by \`code\`. */
export type Problem =
${problems.map((name) => `  | api.${name}`).join('\n')};
export type ProblemCode = Problem['code'];

/** What endpoints are told, told apart by \`type\`. */
export type WebhookEvent = ${document.webhooks ? `api.Webhooks['body']` : '{ type: string; timestamp: string; data: Record<string, unknown> }'};
`;
}

function resourcesOf(document) {
  const groups = [...groupsOf(document)];
  const classes = groups.map(([group, operations]) => classOf(group, operations));
  const own = groups.map(([group]) => group).filter((group) => !COMPLETED.has(group));
  return `${MADE}
import { type Client, Resource } from '../client.js';
import { type EventStream, type StreamOptions } from '../events/event-stream.js';
import { type ApiPromise } from '../http/answer.js';
import { type Pages } from '../http/pages.js';
import { Names, path } from '../http/path.js';
import { type CallOptions } from '../http/transport.js';
import type * as api from './types.gen.js';

${classes.join('\n')}
/** The groups that have nothing beyond their operations. */
export class Resources {
${own.map((group) => `  readonly ${camel(group)}: ${classNameOf(group)};`).join('\n')}

  constructor(client: Client) {
${own.map((group) => `    this.${camel(group)} = new ${classNameOf(group)}(client);`).join('\n')}
  }
}
`;
}

const classNameOf = (group) => `${pascal(group)}Operations`;

function classOf(group, operations) {
  return `export class ${classNameOf(group)} extends Resource {
${operations.flatMap((operation) => [methodOf(operation), ...('text/csv' in operation.answer ? [csvOf(operation)] : [])]).join('\n')}}
`;
}

/** Path, body, query, options, in this order. */
function parametersOf(operation, options = 'CallOptions') {
  const { inPath, body, query, types } = operation;
  const isNeeded = query.some(({ required }) => required);
  return [
    ...inPath.map(({ name, schema }) => `${name}: ${pathTypeOf(schema)}`),
    ...(body ? [`body${body.required ? '' : '?'}: api.${types}Data['body']`] : []),
    ...(query.length > 0 ? [`query: NonNullable<api.${types}Data['query']>${isNeeded ? '' : ' = {}'}`] : []),
    `options?: ${options}`,
  ].join(', ');
}

function pathTypeOf(schema) {
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one).replaceAll('"', "'")).join(' | ');
  return schema.type === 'integer' ? 'number' : 'string';
}

function requestOf({ method, route, inPath, body, query }, more = '') {
  const slashes = new Set(inPath.filter(({ description }) => /may hold a slash/.test(description ?? '')).map(({ name }) => name));
  const filled = route.replace(/\{(\w+)\}/g, (_, name) => (slashes.has(name) ? `\${new Names(${name})}` : `\${${name}}`));
  const place = inPath.length > 0 ? `path: path\`${filled}\`` : `path: '${route}'`;
  return `{ method: '${method}', ${place}${body ? ', body' : ''}${query.length > 0 ? ', query' : ''}${more} }`;
}

function methodOf(operation) {
  const { name, types, answer } = operation;
  const declared = (how, result, options) =>
    `${commentOf(operation)}  ${name}(${parametersOf(operation, options)}): ${result} {\n    return this.client.${how}(${requestOf(operation)}, options);\n  }\n`;
  if (operation.priced) return pricedMethodsOf(operation);
  if ('text/event-stream' in answer) return declared('events', `EventStream<api.${types}Response>`, 'StreamOptions');
  if (isPaged(operation) && operation.items.length > 1) return viewsOf(operation);
  if (isPaged(operation)) return declared('pages', `Pages<api.${operation.items[0]}>`);
  if ('application/json' in answer && !('application/octet-stream' in answer) && !('video/mp4' in answer)) {
    return declared('json', `ApiPromise<api.${types}Response>`);
  }
  return Object.keys(answer).length > 0 ? declared('bytes', 'ApiPromise<Response>') : declared('json', 'ApiPromise<void>');
}

/** The change itself, and what it would cost. */
function pricedMethodsOf(operation) {
  const { name, priced } = operation;
  const plain = { ...operation, query: [] };
  const change = requestOf(plain);
  return [
    `${commentOf(operation)}  ${name}(${parametersOf(plain)}): ApiPromise<api.${priced.result}> {`,
    `    return this.client.json(${change}, options);`,
    '  }',
    '',
    `  /** What \`${name}\` would cost; nothing is changed. */`,
    `  ${name}Price(${parametersOf(plain)}): ApiPromise<api.${priced.price}> {`,
    `    return this.client.json(${change.replace(/ }$/, ', query: { dryRun: true } }')}, options);`,
    '  }',
    '',
  ].join('\n');
}

/** A list whose rows are of another kind in each of its views: `view` of the query says which, the first is the default. */
function viewsOf(operation) {
  const { name, types, items, query } = operation;
  const views = query.find((one) => one.name === 'view').schema.enum;
  const all = `NonNullable<api.${types}Data['query']>`;
  const [first, ...others] = views.map((view, at) => ({ view, pages: `Pages<api.${items[at]}>` }));
  const lines = [
    ...others.map(({ view, pages }) => `  ${name}(query: ${all} & { view: '${view}' }, options?: CallOptions): ${pages};`),
    `${commentOf(operation)}  ${name}(query?: ${all} & { view?: '${first.view}' }, options?: CallOptions): ${first.pages};`,
    `  ${name}(query: ${all} = {}, options?: CallOptions): Pages<${items.map((item) => `api.${item}`).join(' | ')}> {`,
    `    return this.client.pages(${requestOf(operation)}, options);`,
    '  }',
  ];
  return `${lines.join('\n')}\n`;
}

/** All of it, without pages. */
function csvOf(operation) {
  const request = requestOf(operation, ", accept: 'text/csv'");
  return `${commentOf(operation, 'As CSV.')}  ${operation.name}Csv(${parametersOf(operation)}): ApiPromise<string> {\n    return this.client.text(${request}, options);\n  }\n`;
}

function commentOf({ notes }, ...more) {
  const lines = [...notes, ...more].flatMap((note) => note.replaceAll('*/', '*\\/').split('\n'));
  const [only, ...others] = lines;
  if (others.length === 0) return only ? `  /** ${only} */\n` : '';
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`;
}
