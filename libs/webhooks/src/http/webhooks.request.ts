import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { type FieldFault, isTimestamp, PageQuery } from '#platform';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../delivery/delivery-log.js';

const MAX_PAIRS = 20;
export const MAX_TYPES = 50;

const rule = (name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${message}` } });

const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value.length <= max && value.isWellFormed() && !value.includes('\u0000');

const IsText = (max: number): PropertyDecorator =>
  rule('isText', `must be a text of at most ${max} characters that can be stored`, (value) => isText(value, max));

const IsPairs = (): PropertyDecorator =>
  rule('isPairs', `must be an object of at most ${MAX_PAIRS} texts, names up to 100 and values up to 500 characters`, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const pairs = Object.entries(value);
    return pairs.length <= MAX_PAIRS && pairs.every(([name, text]) => name !== '' && isText(name, 100) && isText(text, 500));
  });

const IsTime = (): PropertyDecorator => rule('isTime', 'must be a time, RFC 3339 with a time zone', isTimestamp);

const IsTypes = (): PropertyDecorator => (target, member) => {
  IsArray()(target, member);
  ArrayMinSize(1)(target, member);
  ArrayMaxSize(MAX_TYPES)(target, member);
  ArrayUnique()(target, member);
  IsString({ each: true })(target, member);
};

/** As whoever sends to it reads it: what stands around an address, and breaks of lines in it, are no part of it. */
const asAddress = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim().replace(/[\t\n\r]/g, '') : value);

export class CreateWebhookEndpointRequest {
  @ApiProperty({ description: 'Where to: https on port 443 of a public host.', maxLength: 2048, example: 'https://films.example/hook' })
  @Transform(asAddress)
  @IsText(2048)
  url: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Types of `GET /v1/event-types`, `job.*` for a group, or `*`. Default: `*`, whatever happens.',
    minItems: 1,
    maxItems: MAX_TYPES,
    example: ['job.*'],
  })
  @IsOptional()
  @IsTypes()
  events?: string[];

  @ApiPropertyOptional({ maxLength: 500, description: 'For people.' })
  @IsOptional()
  @IsText(500)
  description?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: `Only what carries all of these pairs in its own \`metadata\` is sent; at most ${MAX_PAIRS}.`,
    example: { project: 'octopus' },
  })
  @IsOptional()
  @IsPairs()
  metadata?: Record<string, string>;

  @ApiPropertyOptional({ enum: ['full', 'thin'], description: '`thin`: ids and the address of the resource alone. Default: `full`.' })
  @IsOptional()
  @IsIn(['full', 'thin'])
  payload?: 'full' | 'thin';

  @ApiPropertyOptional({ description: '`false`: nothing is sent; what was due is held. Default: `true`.' })
  @IsOptional()
  @IsBoolean()
  isEnabled?: boolean;
}

/** What can be changed of an endpoint later: all of it, by itself. */
export class UpdateWebhookEndpointRequest extends PartialType(CreateWebhookEndpointRequest) {}

export class RotateSecretRequest {
  @ApiPropertyOptional({
    ...{ type: 'integer', minimum: 0, maximum: 604_800 },
    description: 'For so long bodies are signed with the secrets before as well. Default: 86400.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(604_800)
  overlapSeconds?: number;
}

export class TestWebhookEndpointRequest {
  @ApiPropertyOptional({ description: 'A type of the catalogue; default: `job.completed`.', maxLength: 100 })
  @IsOptional()
  @IsText(100)
  type?: string;
}

export class EnableWebhookEndpointRequest {
  @ApiPropertyOptional({ enum: ['send', 'drop'], description: 'What becomes of what it missed. Default: `send`.' })
  @IsOptional()
  @IsIn(['send', 'drop'])
  backlog?: 'send' | 'drop';
}

export class ReplayRequest {
  @ApiProperty({ format: 'date-time', description: 'What happened from then on.' })
  @IsTime()
  since: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'And not later than this; default: now.' })
  @IsOptional()
  @IsTime()
  until?: string;

  @ApiPropertyOptional({ type: [String], description: 'Types, `job.*` or `*`; default: whatever the endpoint hears of.' })
  @IsOptional()
  @IsTypes()
  types?: string[];

  @ApiPropertyOptional({
    enum: ['missing', 'failed', 'all'],
    description: '`missing`: what it was never sent; `failed`: what did not come through; `all`: everything once more. Default: `missing`.',
  })
  @IsOptional()
  @IsIn(['missing', 'failed', 'all'])
  only?: 'missing' | 'failed' | 'all';
}

/** @returns the fault of an end that lies before the beginning */
export function untilFaults(since: unknown, until: unknown): readonly FieldFault[] {
  const isBefore = isTimestamp(since) && isTimestamp(until) && Date.parse(until) < Date.parse(since);
  return isBefore ? [{ path: 'until', message: 'must not be before since' }] : [];
}

export class RebuildAnnouncementsRequest {
  @ApiProperty({ format: 'date-time', description: 'What was recorded from then on.' })
  @IsTime()
  since: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: '`next` of the answer before; default: from the beginning.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  after?: number;
}

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES, description: 'Only those.' })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @ApiPropertyOptional({ description: 'Only those of this type.', maxLength: 100 })
  @IsOptional()
  @IsText(100)
  type?: string;
}

const asPosition = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value);

/** `types` and `after` of the list and of the stream. */
export class EventsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Types, `job.*` or `*`, separated by commas.', type: String })
  @IsOptional()
  @Transform(asList)
  @IsTypes()
  types?: string[];

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: '`sequence` of the last event you have: only later ones.' })
  @IsOptional()
  @Transform(asPosition)
  @IsInt()
  @Min(0)
  after?: number;
}

export class EventStreamQuery {
  @ApiPropertyOptional({ description: 'Types, `job.*` or `*`, separated by commas.', type: String })
  @IsOptional()
  @Transform(asList)
  @IsTypes()
  types?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: '`sequence` of the last event you have; default: what comes from now on.',
  })
  @IsOptional()
  @Transform(asPosition)
  @IsInt()
  @Min(0)
  after?: number;
}
