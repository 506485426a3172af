import { applyDecorators } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min, ValidateBy, ValidateIf, validateSync } from 'class-validator';

export type Environment = Readonly<Record<string, string | undefined>>;

interface VariableInfo {
  readonly name: string;
  /** Completes "it must be …". */
  readonly accepts: string;
  /** Its value is not repeated in messages. */
  readonly isSecret: boolean;
  readonly parse: (text: string) => unknown;
}

const variables = new WeakMap<object, Map<string, VariableInfo>>();

/** Settings that cannot be used. Every fault is a sentence of its own that names the variable and what it accepts. */
export class WrongSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`wrong settings: ${faults.join('; ')}`);
    this.name = 'WrongSettings';
  }
}

/** Binds a member of a settings class to a variable. Its initial value is the default; class-validator's rules stand beside it. */
export function Variable(
  name: string,
  accepts: string,
  { isSecret = false, parse = (text: string): unknown => text } = {},
): PropertyDecorator {
  return (target, member) => {
    const known = variables.get(target) ?? new Map<string, VariableInfo>();
    variables.set(target, known.set(String(member), { name, accepts, isSecret, parse }));
  };
}

/** `min` and `max` are included. */
export const WholeNumber = (name: string, min: number, max: number, { isOptional = false } = {}): PropertyDecorator =>
  applyDecorators(
    Variable(name, `a whole number from ${min} to ${max}`, { parse: (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : text) }),
    IsInt(),
    Min(min),
    Max(max),
    ...(isOptional ? [ValidateIf((_, value) => value !== null)] : []),
  );

export const Flag = (name: string): PropertyDecorator =>
  applyDecorators(
    Variable(name, 'true or false', { parse: (text) => ({ true: true, '1': true, false: false, '0': false })[text.toLowerCase()] ?? text }),
    IsBoolean(),
  );

export const OneOf = (name: string, values: readonly string[]): PropertyDecorator =>
  applyDecorators(Variable(name, `one of ${values.join(', ')}`), IsIn(values));

/** An address with one of the schemes (`postgres`, `https` …). It may carry a password, so it is never repeated. */
export const Address = (name: string, schemes: readonly string[], { isOptional = false } = {}): PropertyDecorator =>
  applyDecorators(
    Variable(name, `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`, { isSecret: true }),
    ValidateBy({
      name: 'address',
      validator: {
        validate: (value) => typeof value === 'string' && URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      },
    }),
    ...(isOptional ? [ValidateIf((_, value) => value !== null)] : []),
  );

export const Pattern = (name: string, pattern: RegExp, accepts: string, { isSecret = false, isOptional = false } = {}): PropertyDecorator =>
  applyDecorators(
    Variable(name, accepts, { isSecret }),
    IsString(),
    Matches(pattern),
    ...(isOptional ? [ValidateIf((_, value) => value !== null)] : []),
  );

/** Reads a settings class from the environment; an empty variable counts as absent. @throws WrongSettings with all faults at once */
export function readSettings<T extends object>(Settings: new () => T, env: Environment): T {
  const settings = new Settings();
  const known = variables.get(Settings.prototype as object) ?? new Map<string, VariableInfo>();
  for (const [member, { name, parse }] of known) {
    const text = env[name];
    if (text !== undefined && text !== '') Object.assign(settings, { [member]: parse(text) });
  }
  const faults = validateSync(settings, { forbidUnknownValues: false }).map(({ property }) => {
    const info = known.get(property);
    if (!info) return `${property} cannot be used`;
    const text = env[info.name];
    const found = text === undefined || text === '' ? 'is not set' : info.isSecret ? 'cannot be used' : `is "${text}"`;
    return `${info.name} ${found}: it must be ${info.accepts}`;
  });
  if (faults.length > 0) throw new WrongSettings(faults);
  return Object.freeze(settings);
}

/** Runs every reader of settings and gathers what is wrong with all of them. @throws WrongSettings */
export function checkSettings(readers: readonly (() => unknown)[]): void {
  const faults = new Set<string>();
  for (const read of readers) {
    try {
      read();
    } catch (error) {
      if (error instanceof WrongSettings) for (const fault of error.faults) faults.add(fault);
      else faults.add(error instanceof Error ? error.message : String(error));
    }
  }
  if (faults.size > 0) throw new WrongSettings([...faults]);
}
