import { type Span, type SpanStatus, trace, type TracerProvider } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from './run.js';

interface Seen {
  readonly name: string;
  readonly options: unknown;
  status: SpanStatus | null;
  ended: number;
}
let seen: Seen[] = [];

/** As much of a tracer as is asked for. */
const provider = {
  getTracer: () => ({
    startActiveSpan: (name: string, options: unknown, work: (span: Span) => unknown) => {
      const one: Seen = { name, options, status: null, ended: 0 };
      seen.push(one);
      return work({ setStatus: (status: SpanStatus) => void (one.status = status), end: () => void (one.ended += 1) } as unknown as Span);
    },
  }),
} as unknown as TracerProvider;

beforeEach(() => {
  seen = [];
  trace.setGlobalTracerProvider(provider);
});
afterEach(() => trace.disable());

it('D10: a program that is run has a span, which ends with it and says nothing of what it was told', async () => {
  const options = { limitMs: 60_000, purpose: 'a spec' };
  await run(process.execPath, ['-e', '"a secret word"'], options);
  await expect(run(process.execPath, ['-e', 'process.exit(3)'], options)).rejects.toThrow('a spec');
  expect(seen.map(({ name, status, ended }) => [name, status?.message ?? null, ended])).toEqual([
    ['run node', null, 1],
    ['run node', 'render_failed', 1],
  ]);
  expect(JSON.stringify(seen)).not.toContain('secret');
});
