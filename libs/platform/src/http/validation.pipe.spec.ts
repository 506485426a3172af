import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import { Type } from 'class-transformer';
import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from './page.js';
import { RequestValidationPipe } from './validation.pipe.js';

class Frame {
  @IsString()
  url: string;
}

class Sample {
  @IsString()
  name: string;

  @IsInt()
  @Min(5)
  seconds: number = 10;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Frame)
  frames: Frame[] = [];

  @IsIn(['a', 'b'], { each: true })
  kinds: string[] = [];
}

const compared = jest.fn((frame: Frame) => frame.url);

class Short {
  @IsArray()
  @ArrayMaxSize(3)
  @ArrayUnique(compared)
  @ValidateNested({ each: true })
  @Type(() => Frame)
  frames: Frame[] = [];
}

class Nested {
  @ValidateNested()
  @Type(() => Short)
  short: Short;
}

class Limits {
  @ApiPropertyOptional({ nullable: true, type: Number })
  @IsOptional()
  @IsInt()
  most?: number | null;

  @ApiPropertyOptional()
  @IsOptional()
  @IsInt()
  least: number = 1;
}

class Optional {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  language: string = 'en';

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  email?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  defaults?: Record<string, unknown>;

  @ApiPropertyOptional({ type: Limits })
  @IsOptional()
  @ValidateNested()
  @Type(() => Limits)
  limits?: Limits;
}

const pipe = new RequestValidationPipe();
const read = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'body', metatype: Sample });
const faults = async (value: unknown): Promise<unknown> => {
  try {
    await read(value);
  } catch (error) {
    return (error as { errors: unknown }).errors;
  }
  return 'none';
};

describe('a request body', () => {
  it('becomes its class, with the defaults of what is absent', async () => {
    const read1 = await read({ name: 'x', frames: [{ url: 'u' }] });
    expect(read1).toBeInstanceOf(Sample);
    expect(read1).toEqual({ name: 'x', seconds: 10, frames: [{ url: 'u' }], kinds: [] });
  });

  it('is refused with all faults at once, each under its path', async () => {
    expect(await faults({ seconds: 1.5, frames: [{ url: 'u' }, { url: 7, size: 1 }], kinds: ['a', 'c'], colour: 'blue' })).toEqual(
      expect.arrayContaining([
        { path: 'colour', message: 'is not a field of this request' },
        { path: 'name', message: 'must be a string' },
        { path: 'seconds', message: 'must be an integer number' },
        { path: 'seconds', message: 'must not be less than 5' },
        { path: 'frames.1.url', message: 'must be a string' },
        { path: 'frames.1.size', message: 'is not a field of this request' },
        { path: 'kinds', message: 'each value must be one of the following values: a, b' },
      ]),
    );
  });

  it.each(['', 'short.'])('looks at no more entries of a list that is too long than show that it is (%sframes)', async (path) => {
    compared.mockClear();
    const frames = Array.from({ length: 20_000 }, (_, at) => ({ url: at < 2 ? String(at) : at }));
    const given =
      path === ''
        ? pipe.transform({ frames }, { type: 'body', metatype: Short })
        : pipe.transform({ short: { frames } }, { type: 'body', metatype: Nested });
    await expect(given).rejects.toMatchObject({
      errors: [
        { path: `${path}frames`, message: 'must contain no more than 3 elements' },
        { path: `${path}frames.2.url`, message: 'must be a string' },
        { path: `${path}frames.3.url`, message: 'must be a string' },
      ],
    });
    expect(compared.mock.calls.length).toBeLessThan(10);
  });

  describe('with a crowd of members', () => {
    const crowd = Object.fromEntries(Array.from({ length: 19_000 }, (_, at) => [`m${at}`, at]));
    /** Bytes would be compared with bytes: the comparisons of a list with itself are what takes long. */
    const lookups = async (work: Promise<unknown>): Promise<number> => {
      const indexOf = jest.spyOn(Array.prototype, 'indexOf');
      try {
        await work.catch(() => undefined);
        return indexOf.mock.calls.length;
      } finally {
        indexOf.mockRestore();
      }
    };
    const told = (paths: (at: number) => string) =>
      Array.from({ length: 100 }, (_, at) => ({ path: paths(at), message: 'is not a field of this request' }));
    const rest = 'has 18900 members more that are no fields of this request';

    it('that are no fields is told of the first of them, and how many more there are', async () => {
      const faultsThere = (await faults({ name: 7, ...crowd })) as unknown[];
      expect(faultsThere).toEqual([...told((at) => `m${at}`), { path: 'name', message: 'must be a string' }, { path: '', message: rest }]);
      const inside = (await faults({ name: 'x', frames: [{ url: 'u' }, { url: 'u', ...crowd }] })) as unknown[];
      expect(inside).toEqual([...told((at) => `frames.1.m${at}`), { path: 'frames.1', message: rest }]);
      expect(await lookups(read({ name: 'x', ...crowd }))).toBeLessThan(2000);
    });

    it('in free JSON has them all', async () => {
      const whole = { defaults: { deep: [crowd] } };
      const made = pipe.transform(whole, { type: 'body', metatype: Optional });
      expect(await lookups(made)).toBeLessThan(2000);
      expect(await made).toEqual(expect.objectContaining(whole));
    });
  });

  it('says of what is no number, or no list, that and nothing of its size', async () => {
    expect(await faults({ name: 'x', seconds: 'ten' })).toEqual([{ path: 'seconds', message: 'must be an integer number' }]);
    expect(await faults({ name: 'x', seconds: 3 })).toEqual([{ path: 'seconds', message: 'must not be less than 5' }]);
    expect(await faults({ name: 'x', seconds: 1.5 })).toHaveLength(2);
  });

  it('says in plain words what the library says of its rules', async () => {
    class Shares {
      @IsNumber()
      share: number;

      @IsDefined()
      @ValidateNested()
      @Type(() => Frame)
      frame: Frame;

      @ValidateNested({ each: true })
      @Type(() => Frame)
      frames: Frame[] = [];
    }
    const shares = pipe.transform({ share: 'x', frames: [7] }, { type: 'body', metatype: Shares });
    await expect(shares).rejects.toMatchObject({
      errors: [
        { path: 'share', message: 'must be a number' },
        { path: 'frame', message: 'is required' },
        { path: 'frames.0', message: 'must be an object' },
      ],
    });
  });

  it.each([
    [[], 'must be a JSON object'],
    [null, 'must be a JSON object'],
    ['text', 'must be a JSON object'],
  ])('that is %j is refused as a whole', async (value, message) => expect(await faults(value)).toEqual([{ path: '', message }]));

  it('that is missing lacks its fields', async () =>
    expect(await faults(undefined)).toEqual([{ path: 'name', message: 'must be a string' }]));

  it('cannot reach into prototypes', async () => {
    const value: unknown = JSON.parse('{"name":"x","frames":[{"url":"u","__proto__":{"isAdmin":true}}],"constructor":1}');
    expect(await faults(value)).toEqual([
      { path: 'frames.0.__proto__', message: 'is not a field of this request' },
      { path: 'constructor', message: 'is not a field of this request' },
    ]);
  });
});

describe('a text that no database keeps', () => {
  class Invited {
    @IsEmail()
    email: string;
  }

  it.each([
    ['half of a surrogate pair', '\ud800@example.com'],
    ['NUL', 'a\0@example.com'],
  ])('is refused by its path, %s, also where a rule of a library breaks over it', async (_, email) => {
    await expect(pipe.transform({ email }, { type: 'body', metatype: Invited })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [expect.objectContaining({ path: 'email' })],
    });
  });
});

describe('limit and cursor', () => {
  const page = (query: object) => pipe.transform(query, { type: 'query', metatype: PageQuery });

  it('are numbers in a text, 20 by default', async () => {
    expect(await page({})).toEqual({ limit: 20 });
    expect(await page({ limit: '100', cursor: 'c' })).toEqual({ limit: 100, cursor: 'c' });
  });

  it.each(['0', '101', '-1', '1.5', 'abc', '', ' 5', '0x10', ['1', '2']])('of %j are refused', async (limit) => {
    await expect(page({ limit })).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('what decorators let pass', () => {
  const given = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'body', metatype: Optional });
  const refused = async (value: unknown): Promise<unknown> =>
    given(value).then(
      () => 'taken',
      (error: { errors: unknown }) => error.errors,
    );

  it('is null in an optional field: it says nothing unless the field is described as nullable', async () => {
    const read = (await given({ language: null, email: null, defaults: null, limits: { most: null, least: null } })) as Optional;
    expect(read.language).toBe('en');
    expect([read.email, read.defaults]).toEqual([undefined, undefined]);
    expect(read.limits).toEqual({ most: null, least: 1 });
    // Put together with what is kept, a member that is there and undefined would take its place.
    expect('email' in read).toBe(false);
  });

  it('is null inside of free JSON: it stays', async () => {
    expect(await given({ defaults: { title: null } })).toMatchObject({ defaults: { title: null } });
  });

  it('is a list where an object is wanted: it is refused, also an empty one', async () => {
    expect(await refused({ limits: [] })).toEqual([{ path: 'limits', message: 'must be an object' }]);
    expect(await refused({ limits: [[]] })).not.toBe('taken');
  });

  it('is a text that cannot be stored: it is refused, however deep it stands', async () => {
    const message = 'must be well-formed text without NUL';
    expect(await refused({ email: 'a\ud800', defaults: { texts: ['fine', 'a\u0000b'] } })).toEqual([
      { path: 'email', message },
      { path: 'defaults.texts.1', message },
    ]);
    expect(await refused({ defaults: { 'a\u0000': 1 } })).toEqual([
      { path: 'defaults', message: 'must have well-formed names without NUL' },
    ]);
    expect(await given({ email: '🫠\ufffe' })).toMatchObject({ email: '🫠\ufffe' });
  });
});
