import { type Attributes, type MeterProvider, metrics, type Span, type SpanStatus, trace, type TracerProvider } from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { run } from './run.js';
import { encodedFilm, measured } from './telemetry.js';

interface Seen {
  readonly name: string;
  readonly options: unknown;
  status: SpanStatus | null;
  ended: number;
}
let seen: Seen[] = [];
let noted: [string, Attributes | undefined][] = [];

/** As much of a tracer as is asked for. */
const provider = {
  getTracer: () => ({
    startSpan: (name: string, options: unknown) => {
      const one: Seen = { name, options, status: null, ended: 0 };
      seen.push(one);
      return { setStatus: (status: SpanStatus) => void (one.status = status), end: () => void (one.ended += 1) };
    },
  }),
} as unknown as TracerProvider;
/** Of the task that programs are run for. */
const task = { addEvent: (name: string, attributes?: Attributes) => void noted.push([name, attributes]) } as unknown as Span;

let measuredAs: [string, Attributes][] = [];
/** As much of a meter as is asked for. */
const meter = {
  createHistogram: (name: string) => ({ record: (_: number, attributes: Attributes) => measuredAs.push([name, attributes]) }),
  createCounter: (name: string) => ({ add: (value: number, attributes: Attributes) => measuredAs.push([`${name} ${value}`, attributes]) }),
};

beforeAll(() => {
  metrics.disable();
  metrics.setGlobalMeterProvider({ getMeter: () => meter } as unknown as MeterProvider);
});
afterAll(() => metrics.disable());
beforeEach(() => {
  seen = [];
  noted = [];
  measuredAs = [];
  trace.setGlobalTracerProvider(provider);
});
afterEach(() => trace.disable());

it('D10: a program that failed or was slow has a span, the task has an event of others, and none says what it was told', async () => {
  const active = jest.spyOn(trace, 'getActiveSpan').mockReturnValue(task);
  const clock = jest.spyOn(performance, 'now');
  const options = { limitMs: 60_000, purpose: 'a spec' };
  await run(process.execPath, ['-e', '"a secret word"'], options);
  await expect(run(process.execPath, ['-e', 'process.exit(3)'], { ...options, step: 'probe' })).rejects.toThrow('a spec');
  clock.mockReturnValueOnce(0).mockReturnValueOnce(2_000);
  await measured('ffmpeg', 'conform', async () => 'a secret piece');
  clock.mockReturnValueOnce(0).mockReturnValueOnce(1_999);
  await measured('ffmpeg', 'still', async () => undefined);
  clock.mockRestore();
  active.mockRestore();
  expect(seen.map(({ name, status, ended }) => [name, status?.message ?? null, ended])).toEqual([
    ['node probe', 'render_failed', 1],
    ['ffmpeg conform', null, 1],
  ]);
  expect(noted.map(([name, attributes]) => [name, attributes?.['kadr.media.step']])).toEqual([
    ['node other', 'other'],
    ['ffmpeg still', 'still'],
  ]);
  expect(noted[1]?.[1]?.['kadr.duration_ms']).toBe(1_999);
  expect(JSON.stringify([seen, noted])).not.toContain('secret');
});

it('is measured by what it was run for, in words of a fixed list', async () => {
  const options = { limitMs: 60_000, purpose: 'encode segment-001 of "A secret"', step: 'conform' as const };
  await run(process.execPath, ['-e', ''], options);
  await expect(run(process.execPath, ['-e', 'process.exit(3)'], options)).rejects.toThrow();
  encodedFilm('conform', 5, 720);
  encodedFilm('conform', 5, 721);
  expect(measuredAs).toEqual([
    ['kadr_media_duration_seconds', { program: 'node', step: 'conform' }],
    ['kadr_media_failures 1', { step: 'conform', reason: 'render_failed' }],
    ['kadr_media_film_seconds 5', { step: 'conform', resolution: '720p' }],
    ['kadr_media_film_seconds 5', { step: 'conform', resolution: 'other' }],
  ]);
});
