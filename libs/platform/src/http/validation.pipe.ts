import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { type ValidationError, type ValidatorOptions } from 'class-validator';
import { instanceToPlain } from 'class-transformer';
import { type FieldFault, Refusal, validationFailed } from '../problems/refusal.js';
import { leftOutFaults, toInstance } from './crowded-objects.js';
import { listsForObjects, shortenLists, unstorableTexts, withoutNulls } from './request-values.js';

/** Names that reach into every object of the process; class-transformer would drop them without a word. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A request class that finds faults which decorators cannot: over several fields, or inside a field whose members differ in kind. They are
 * told together with those of fields. Whoever serves the request finds them as well, beside others that only it can know: by themselves
 * they refuse nothing here. `body` is as it was sent: nothing of it is checked yet.
 */
export interface FindsOwnFaults {
  faultsBeside(body: Readonly<Record<string, unknown>>): readonly FieldFault[];
}

/** Refuses a request class with all of its faults at once, unknown fields included. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors: ValidationError[]) => validationFailed(faultsOf(errors)),
      transformerPackage: { plainToInstance: toInstance, classToPlain: instanceToPlain },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom' || !this.toValidate(metadata)) return super.transform(value, metadata);
    const faults = forbiddenNames(value, '');
    if (faults.length > 0) throw validationFailed(faults);
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      if (value !== undefined) throw validationFailed([{ path: '', message: 'must be a JSON object' }]);
      return this.transformed({}, metadata);
    }
    return this.transformed(value, metadata);
  }

  protected override async validate(object: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    shortenLists(object);
    return [...(await super.validate(object, options)), ...leftOutFaults(object)];
  }

  private async transformed(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { faultsBeside } = metadata.metatype as unknown as Partial<FindsOwnFaults>;
    const beside = metadata.type === 'body' && faultsBeside ? faultsBeside(value as Record<string, unknown>) : [];
    const unstorable = unstorableTexts(value);
    try {
      const read = withoutNulls(await super.transform(value, metadata));
      const faults = [...listsForObjects(read), ...unstorable];
      if (faults.length > 0) throw validationFailed(faults);
      return read;
    } catch (error) {
      // Rules of libraries may break over such a text: that of mail addresses encodes it for an address on the web.
      if (!(error instanceof Refusal) && unstorable.length > 0) throw validationFailed([...unstorable, ...beside]);
      const isOfFields = error instanceof Refusal && error.code === 'validation_failed' && error.errors !== undefined;
      if (!isOfFields || beside.length === 0) throw error;
      throw validationFailed([...(error.errors ?? []), ...beside]);
    }
  }
}

/** Flattens class-validator's tree into `frames.0.firstFrameUrl` and one message each; a field with several faults has several. */
export function faultsOf(errors: readonly ValidationError[], prefix = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = prefix + error.property;
    const own = Object.entries(saidBest(error)).map(([rule, message]) => ({
      path,
      message: inWords(rule, message, error.property),
    }));
    return [...own, ...faultsOf(error.children ?? [], `${path}.`)];
  });
}

/** Of what is no number or no list at all it is not said as well how large it may be. */
const SIZES: readonly {
  readonly kinds: readonly string[];
  readonly sizes: ReadonlySet<string>;
  readonly isOne: (value: unknown) => boolean;
}[] = [
  { kinds: ['isInt', 'isNumber'], sizes: new Set(['min', 'max']), isOne: (value) => typeof value === 'number' },
  { kinds: ['isArray'], sizes: new Set(['arrayMinSize', 'arrayMaxSize', 'arrayUnique']), isOne: Array.isArray },
];

function saidBest({ constraints = {}, value }: ValidationError): Readonly<Record<string, string>> {
  const beside = SIZES.filter(({ kinds, isOne }) => kinds.some((kind) => kind in constraints) && !isOne(value)).map(({ sizes }) => sizes);
  return Object.fromEntries(Object.entries(constraints).filter(([rule]) => !beside.some((sizes) => sizes.has(rule))));
}

/** What the library says of its own rules, in plain words. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/must be a number conforming to the specified constraints$/, 'must be a number'],
  [/^each value in nested property \S+ must be either object or array$/, 'must be an object'],
  [/^nested property \S+ must be either object or array$/, 'must be an object'],
  [/should not be null or undefined$/, 'is required'],
  [/should not be empty$/, 'must not be empty'],
];

function inWords(rule: string, said: string, property: string): string {
  if (rule === 'whitelistValidation') return 'is not a field of this request';
  const message = PLAIN.reduce((text, [pattern, plain]) => text.replace(pattern, plain), said);
  if (message.startsWith(`each value in ${property} `)) return message.replace(`in ${property} `, '');
  if (message.startsWith(`${property} `)) return message.slice(property.length + 1);
  return message;
}

function forbiddenNames(value: unknown, path: string): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((name) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (FORBIDDEN.has(name)) return [{ path: here, message: 'is not a field of this request' }];
    return forbiddenNames((value as Record<string, unknown>)[name], here);
  });
}
