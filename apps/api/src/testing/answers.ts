/** Holds what the app answers against docs/openapi.json: statuses, content types and bodies, members that it does not know included. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type NextFunction, type Request, type Response } from 'express';

interface Media {
  readonly schema?: { readonly format?: string };
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

export interface Answered {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  /** Null: not known as a whole. */
  readonly text: string | null;
}

/** With the routes of operators, which the public document leaves out. */
const FILE = 'docs/openapi.all.json';
const JSON_TYPE = /^application\/(problem\+)?json$/;
const FORMATS = {
  uri: /^[a-z][a-z0-9+.-]*:/,
  'uri-reference': /^/,
  binary: /^/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

export class AnswerCheck {
  private readonly document: Described;
  private readonly routes: readonly { readonly path: string; readonly pattern: RegExp }[];
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, formats: FORMATS });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document = JSON.parse(readFileSync(FILE, 'utf8')) as Described) {
    closeObjects(document);
    this.document = document;
    this.ajv.addSchema(document, 'api');
    // What is spelt out goes before what has parameters.
    const paths = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
    this.routes = paths.map((path) => ({ path, pattern: patternOf(path) }));
  }

  /** @returns what is not as described, or null. Paths that the document does not know are nobody's promise. */
  faultOf({ method, path, status, contentType, text }: Answered): string | null {
    const route = this.routes.find(({ pattern }) => pattern.test(path));
    const operation = route && this.document.paths[route.path]?.[method.toLowerCase()];
    if (!route || !operation) return null;
    const name = `${method} ${route.path} → ${status}`;
    const answer = operation.responses[status];
    if (!answer) return `${name}: this status is not described: ${text?.slice(0, 300)}`;
    if (!answer.content) return text ? `${name}: has a body, but none is described: ${text.slice(0, 300)}` : null;
    const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
    const [described, media] = Object.entries(answer.content).find(([pattern]) => covers(pattern, type)) ?? [];
    if (described === undefined) return `${name}: the type "${type}" is not described`;
    if (!JSON_TYPE.test(type) || media?.schema?.format === 'binary' || text === null) return null;
    const validate = this.validatorOf([
      'paths',
      route.path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      described,
      'schema',
    ]);
    if (validate(JSON.parse(text))) return null;
    const told = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `  ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return [`${name}:`, ...told.slice(0, 12), `  ${text.slice(0, 600)}`].join('\n');
  }

  private validatorOf(place: readonly string[]): ValidateFunction {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const known = this.validators.get(pointer) ?? this.ajv.compile({ $ref: `api#/${pointer}` });
    this.validators.set(pointer, known);
    return known;
  }
}

let ofTheDocument: AnswerCheck | null = null;

/** One for all apps of a process, whichever file of specs they are of: each schema is compiled once. */
export function answerCheck(): AnswerCheck {
  return (ofTheDocument ??= new AnswerCheck());
}

/** To be used before everything else that answers. @param faults what was not as described is added here */
export function checkAnswers(check: AnswerCheck, faults: string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { method, path } = request;
    let isInPieces = false;
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    const end = response.end.bind(response) as (...args: unknown[]) => Response;
    response.write = (...args: unknown[]) => {
      isInPieces = true;
      return write(...args);
    };
    response.end = (...args: unknown[]) => {
      const [chunk] = args;
      const text = isInPieces ? null : typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
      const contentType = String(response.getHeader('content-type') ?? '');
      const fault = check.faultOf({ method, path, status: response.statusCode, contentType, text });
      if (fault !== null) faults.push(fault);
      return end(...args);
    };
    next();
  };
}

/** @throws Error when something was not as described */
export function expectNoFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`Answers differ from ${FILE}:\n${[...new Set(faults)].join('\n')}`);
}

const covers = (pattern: string, type: string): boolean =>
  pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : pattern.toLowerCase() === type;

/** Names of artifacts may hold slashes. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replace(/[.:]/g, '\\$&')
      .replace(/(?<=\/artifacts\/)\{name\}$/, '.+')
      .replace(/\{\w+\}/g, '[^/]+')}$`,
  );

/** Every object with named members has these alone. */
function closeObjects(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Record<string, unknown>;
  for (const one of Object.values(node)) closeObjects(one);
  if (node['type'] === 'object' && 'properties' in node) node['additionalProperties'] ??= false;
}
