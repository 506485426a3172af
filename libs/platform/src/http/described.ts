/** What decorators leave at an operation for whoever writes the OpenAPI document; taken out of it before it is shown. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import { type ProblemCode } from '../problems/problem-codes.js';

export const OPERATION_NOTES = {
  problems: 'x-kadr-problems',
  scopes: 'x-kadr-scopes',
  isPublic: 'x-kadr-public',
  isIdempotent: 'x-kadr-idempotent',
  audience: 'x-kadr-audience',
  bodies: 'x-kadr-bodies',
} as const;

/** Problems an operation answers with, beside those of all operations of its kind (401, 403, 429, 500 and so on). */
export const Problems = (...codes: readonly ProblemCode[]): MethodDecorator => ApiExtension(OPERATION_NOTES.problems, [...codes]);

/** Not for the public document: for operators, or spoken by machines of others. */
export const NotPublicApi = (): ClassDecorator & MethodDecorator => ApiExtension(OPERATION_NOTES.audience, 'all');

/** A request body whose schema depends on its media type; read by the route itself. */
export const ApiBodies = (content: Readonly<Record<string, object>>): MethodDecorator => ApiExtension(OPERATION_NOTES.bodies, content);

/** Header of an answer that names what was made. */
export const LOCATION = {
  Location: { description: 'Path of what was made.', schema: { type: 'string', format: 'uri-reference' } },
} as const;

const text = { type: 'string' } as const;
const BYTES_HEADERS = {
  ETag: { description: 'Changes with the bytes.', schema: text },
  'Last-Modified': { description: 'When the bytes were stored.', schema: text },
  'Accept-Ranges': { description: 'Always `bytes`.', schema: text },
  'Content-Disposition': { description: 'A name to save it under.', schema: text },
};

/** Bytes of a stored object: Range, If-Range and If-None-Match work. */
export function ApiBytes(description: string, ...contentTypes: readonly string[]): MethodDecorator {
  const content = Object.fromEntries(contentTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]));
  const range = { 'Content-Range': { description: '`bytes <first>-<last>/<size>`', schema: text } };
  return applyDecorators(
    ApiHeader({ name: 'Range', required: false, description: 'Part of the bytes, e.g. `bytes=0-1023`.', schema: text }),
    ApiHeader({ name: 'If-Range', required: false, description: 'ETag or time that `Range` belongs to.', schema: text }),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of the bytes you have.', schema: text }),
    ApiOkResponse({ description, headers: BYTES_HEADERS, content }),
    ApiResponse({ status: 206, description: 'The part that was asked for', headers: { ...BYTES_HEADERS, ...range }, content }),
    ApiResponse({ status: 304, description: 'You have these bytes' }),
    ApiResponse({ status: 416, description: 'There is no such part', headers: range }),
  );
}
