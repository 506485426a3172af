import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, ValidateBy } from 'class-validator';
import { isTimestamp, PageQuery } from '#platform';
import { isResource, RESOURCES } from '../contracts/resources.js';

/** The one currency of an installation: what providers charge is in it. */
export const CURRENCY = 'USD';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const rule = (name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${message}` } });

/** Whether this names a day, not a moment. */
export const isDay = (text: string): boolean => DAY.test(text);

const IsDayOrTime = (): PropertyDecorator =>
  rule(
    'isDayOrTime',
    'must be a day such as 2026-11-21 or a time, RFC 3339 with a time zone',
    (value) => isTimestamp(value) || (typeof value === 'string' && DAY.test(value) && isTimestamp(`${value}T00:00:00Z`)),
  );

/** `GET` with a currency: there is only the account's. */
const IsAccountCurrency = (): PropertyDecorator =>
  rule('isAccountCurrency', `must be the account's currency, ${CURRENCY}`, (value) => value === CURRENCY);

export class UsageQuery {
  @ApiPropertyOptional({ description: 'First day or moment; default: the beginning of the current period.', example: '2026-11-01' })
  @IsOptional()
  @IsDayOrTime()
  from?: string;

  @ApiPropertyOptional({ description: 'A day, included, or a moment, not included; default: now.', example: '2026-11-30' })
  @IsOptional()
  @IsDayOrTime()
  to?: string;

  @ApiPropertyOptional({ enum: ['day', 'provider', 'video'], default: 'day', description: "Days are the organisation's own." })
  @IsIn(['day', 'provider', 'video'])
  groupBy: 'day' | 'provider' | 'video' = 'day';

  @ApiPropertyOptional({ enum: [CURRENCY], description: 'There is only this one.' })
  @IsOptional()
  @IsAccountCurrency()
  currency?: string;
}

export class RecordsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'First day or moment.' })
  @IsOptional()
  @IsDayOrTime()
  from?: string;

  @ApiPropertyOptional({ description: 'A day, included, or a moment, not included.' })
  @IsOptional()
  @IsDayOrTime()
  to?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of one video only.' })
  @IsOptional()
  @IsUUID()
  videoId?: string;

  @ApiPropertyOptional({ enum: [CURRENCY], description: 'There is only this one.' })
  @IsOptional()
  @IsAccountCurrency()
  currency?: string;
}

export class AssignPlanRequest {
  @ApiProperty({ example: 'creator' })
  @IsString()
  plan: string;

  @ApiPropertyOptional({
    description: 'Limits that differ from those of the plan; null: unlimited. They replace the ones before.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(RESOURCES.map((resource) => [resource, { type: 'number', minimum: 0, nullable: true }])),
  })
  @IsOptional()
  @IsObject()
  overrides?: Record<string, unknown>;

  @ApiPropertyOptional({ enum: [CURRENCY], description: 'There is only this one.' })
  @IsOptional()
  @IsAccountCurrency()
  currency?: string;
}

/** What is wrong with overrides, each by its path. */
export function faultsOfOverrides(overrides: Readonly<Record<string, unknown>>): { path: string; message: string }[] {
  return Object.entries(overrides).flatMap(([name, limit]) => {
    const path = `overrides.${name}`;
    if (!isResource(name)) return [{ path, message: `is no resource; there are ${RESOURCES.join(', ')}` }];
    if (limit === null) return [];
    const isCount = typeof limit === 'number' && limit >= 0 && limit <= Number.MAX_SAFE_INTEGER;
    if (!isCount) return [{ path, message: `must be a number from 0 to ${Number.MAX_SAFE_INTEGER}, or null for unlimited` }];
    return [];
  });
}
