/** The description of the HTTP API: what Nest reads from the controllers, completed by what is true of all of them. */
import { table } from '#platform/json';
import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { OPERATION_NOTES, type ProblemCode } from '#platform';
import { problemAnswers, problemSchemas } from './problems.js';
import { prune, shaped } from './shape.js';
import { webhookItems } from './webhooks.js';

/** `all` adds what operators use and what machines of others speak: `/v1/admin`, callbacks of providers, `/api/short-video`. */
export type Audience = 'public' | 'all';

const TAGS: Readonly<Record<string, string>> = table({
  videos: 'The main job: from a prompt, a script or frames to a finished film.',
  ideas: 'From a rough idea to something that can be filmed.',
  templates: 'How films are put together.',
  batches: 'Many videos out of one table of rows.',
  series: 'Videos that follow each other: what they have in common, and their episodes.',
  workflows: 'Graphs of typed nodes, and their runs.',
  generations: 'Single calls of models.',
  clips: 'Clips from pairs of pictures.',
  models: 'The catalogue of models.',
  assets: 'Files of your own, and what models have made.',
  media: 'Signed links.',
  'provider-keys': 'Keys of providers that you bring yourself.',
  billing: 'What the plan allows, and what was used.',
  organisation: 'Keys, members and the organisation itself.',
  session: 'Browsers that sign in.',
  operations: 'For whoever runs the installation.',
  'short-video': 'The protocol of FantaProjekt.',
  webhooks: 'Where providers report.',
  'webhook-endpoints': 'Addresses of yours that hear of what happens.',
  events: 'What has happened, to be asked for.',
});

const INTRODUCTION = `Turns a prompt, a script or a set of frames into a finished video.

Ids are UUIDs, times RFC 3339 in UTC, durations seconds, money micro-units (1 USD = 1 000 000). Unknown fields in a body are refused.
Lists take \`limit\` and \`cursor\` and answer \`{ data, nextCursor }\`; a cursor goes on with the list that has handed it out. What is refused is answered by an RFC 9457 problem document whose
\`code\` is stable. Every answer names itself by \`Kadr-Request-Id\`. Something of another organisation is answered like something that does not exist.`;

interface Parameter {
  readonly in: string;
  readonly name: string;
}
interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Readonly<Record<string, object>>;
}
interface Operation {
  operationId: string;
  parameters?: (Parameter | { readonly $ref: string })[];
  responses: Record<string, Answer>;
  security?: object[];
  requestBody?: object;
  [note: `x-${string}`]: unknown;
}

/** Both documents of a process; they do not change while it runs. */
export function openApiDocuments(app: INestApplication): Readonly<Record<Audience, OpenAPIObject>> {
  const scanned = shaped(scan(app));
  return { public: completed(structuredClone(scanned), 'public'), all: completed(scanned, 'all') };
}

function scan(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kadr')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This installation')
    .addSecurity('apiKey', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key of `/v1/api-keys`; `x-required-scopes` of an operation names the scopes it needs.',
    })
    .addSecurity('memberToken', {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'Where the installation has an OIDC issuer: its token for a member of the organisation.',
    })
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-kadr',
      description:
        'Of `POST /v1/session`, for our own pages only (`Sec-Fetch-Site: same-origin`, else `Origin`); over http it is called `kadr-<port>`. What changes something needs the header `Kadr-Csrf` besides.',
    })
    .build();
  return SwaggerModule.createDocument(app, frame, { operationIdFactory: idOf, autoTagControllers: false });
}

/** `videos_create`; a second path of the same route ends in `_alias`. */
function idOf(controller: string, method: string): string {
  const words = `${controller.replace(/Controller$/, '')}_${method.replace(/\[\d+\]$/, '')}`;
  const id = words.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return /\[[1-9]\d*\]$/.test(method) ? `${id}_alias` : id;
}

const ORGANISATION = {
  name: 'Kadr-Organisation',
  in: 'header',
  required: false,
  description: 'With a member token, for members of several organisations: the id of the one that is meant.',
  schema: { type: 'string', format: 'uuid' },
} as const;
const seconds = (description: string) => ({ description, schema: { type: 'integer' } }) as const;
const HEADERS = {
  'RateLimit-Limit': seconds('Requests a minute.'),
  'RateLimit-Remaining': seconds('How many of them are left.'),
  'RateLimit-Reset': seconds('Seconds until all of them are back.'),
  'Retry-After': seconds('Seconds after which it may work.'),
  'Idempotency-Replayed': {
    description: '`true`: this is the first answer to this `Idempotency-Key` again.',
    schema: { type: 'string', enum: ['true'] },
  },
  'WWW-Authenticate': { description: 'How to say who you are.', schema: { type: 'string' } },
} as const;
const headers = (...names: readonly (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
const RATE_LIMIT = headers('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset');

function completed(document: OpenAPIObject, audience: Audience): OpenAPIObject {
  const used = new Set<ProblemCode>();
  for (const [path, item] of Object.entries(document.paths) as [string, Record<string, unknown>][]) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      if (audience === 'public' && !isPublic(path, operation)) delete item[method];
      else complete(method, operation).forEach((code) => used.add(code));
    }
    if (Object.keys(item).length === 0) delete document.paths[path];
  }
  const components = (document.components ??= {});
  Object.assign((components.schemas ??= {}), problemSchemas(used));
  components.headers = structuredClone(HEADERS) as unknown as NonNullable<typeof components.headers>;
  components.parameters = { [ORGANISATION.name]: ORGANISATION };
  const tags = new Set(
    Object.values(document.paths).flatMap((item) => Object.values(item).flatMap((one) => (one as { tags?: string[] }).tags ?? [])),
  );
  delete document.info.contact;
  document.tags = Object.entries(TAGS).flatMap(([name, description]) => (tags.has(name) ? [{ name, description }] : []));
  Object.assign(document, { webhooks: webhookItems() });
  return prune(document);
}

const isPublic = (path: string, operation: Operation): boolean =>
  operation[OPERATION_NOTES.audience] !== 'all' && !path.startsWith('/v1/admin/') && !operation.operationId.endsWith('_alias');

/** @returns the codes of its problems */
function complete(method: string, operation: Operation): ReadonlySet<ProblemCode> {
  const codes = codesOf(method, operation);
  const isOpen = operation[OPERATION_NOTES.isPublic] === true;
  const scopes = (operation[OPERATION_NOTES.scopes] ?? []) as string[];
  const isIdempotent = operation[OPERATION_NOTES.isIdempotent] === true;
  operation.security = isOpen ? [] : [{ apiKey: [] }, { memberToken: [] }, { session: [] }];
  if (scopes.length > 0) operation['x-required-scopes'] = scopes;
  if (!isOpen) (operation.parameters ??= []).push({ $ref: `#/components/parameters/${ORGANISATION.name}` });
  for (const [status, answer] of Object.entries(operation.responses)) {
    answer.headers = {
      ...answer.headers,
      ...(!isOpen && RATE_LIMIT),
      ...(isIdempotent && status.startsWith('2') && headers('Idempotency-Replayed')),
    };
    if (Object.keys(answer.headers).length === 0) delete answer.headers;
  }
  for (const [status, answer] of Object.entries(problemAnswers(codes))) {
    const own = {
      ...(status === '401' && headers('WWW-Authenticate')),
      ...(!isOpen && status !== '401' && RATE_LIMIT),
      ...(['429', '503'].includes(status) && headers('Retry-After')),
    };
    const known = operation.responses[status];
    // A route that answers a status in a form of its own may answer it with a problem as well.
    if (known) operation.responses[status] = { ...known, content: { ...known.content, ...answer.content } };
    else operation.responses[status] = { ...answer, ...(Object.keys(own).length > 0 && { headers: own }) };
  }
  const bodies = operation[OPERATION_NOTES.bodies];
  if (bodies) operation.requestBody = { required: true, content: bodies };
  for (const note of Object.values(OPERATION_NOTES)) delete operation[note];
  return codes;
}

function codesOf(method: string, operation: Operation): ReadonlySet<ProblemCode> {
  const codes = new Set<ProblemCode>([
    ...((operation[OPERATION_NOTES.problems] ?? []) as ProblemCode[]),
    'internal_error',
    'database_unavailable',
    'newer_release_needed',
    'rate_limited',
    'unavailable',
  ]);
  const add = (condition: boolean, ...more: readonly ProblemCode[]): void => more.forEach((code) => condition && codes.add(code));
  const parameters = (operation.parameters ?? []).filter((one): one is Parameter => 'in' in one);
  const isOpen = operation[OPERATION_NOTES.isPublic] === true;
  add(!isOpen, 'unauthorized', 'insufficient_scope', 'issuer_unavailable', 'organisation_required');
  add(!isOpen && method !== 'get', 'csrf');
  add(
    parameters.some((one) => one.in === 'path'),
    'not_found',
  );
  add(parameters.some((one) => one.in === 'query') && !isOpen, 'validation_failed');
  add(
    parameters.some((one) => one.name === 'cursor'),
    'invalid_cursor',
  );
  add(
    ['post', 'put', 'patch'].includes(method),
    'validation_failed',
    'malformed_json',
    'incomplete_body',
    'payload_too_large',
    'request_timeout',
    'unsupported_media_type',
  );
  add(operation[OPERATION_NOTES.isIdempotent] === true, 'validation_failed', 'idempotency_in_flight', 'idempotency_key_reused');
  return codes;
}
