import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { currentTraceparent, withLateSpan, withSpan, withSpanIfSlow } from './tracing.js';

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
});
afterAll(() => {
  trace.disable();
  context.disable();
});
beforeEach(() => exporter.reset());
afterEach(() => void jest.restoreAllMocks());

/** What is measured next takes so long. */
const takes = (ms: number): void => void jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(ms);
const names = (): string[] => exporter.getFinishedSpans().map(({ name }) => name);
const spanOf = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);

describe('what is quick as a rule', () => {
  const put = (ms: number, work: () => Promise<string> = async () => 'kept') =>
    withSpan('task', {}, async () => {
      takes(ms);
      return withSpanIfSlow('put', { attributes: { size: 1 }, slowMs: 50 }, async (attributes) => {
        attributes['found'] = true;
        return work();
      });
    });

  it('is an event of the span it happened in', async () => {
    expect(await put(49)).toBe('kept');
    expect(names()).toEqual(['task']);
    expect(spanOf('task')?.events).toMatchObject([{ name: 'put', attributes: { size: 1, found: true, 'kadr.duration_ms': 49 } }]);
  });

  it('has a span, from its beginning, when it was slow', async () => {
    const before = Date.now();
    await put(50, async () => {
      jest.spyOn(Date, 'now').mockReturnValue(before + 60_000);
      return 'late';
    });
    expect(names()).toEqual(['put', 'task']);
    const span = spanOf('put');
    expect(span?.attributes).toEqual({ size: 1, found: true });
    expect(span?.parentSpanContext?.spanId).toBe(spanOf('task')?.spanContext().spanId);
    expect((span?.startTime[0] ?? 0) * 1000).toBeLessThan(before + 30_000);
    expect(spanOf('task')?.events).toEqual([]);
  });

  it('has one when it failed, and fails on', async () => {
    await expect(put(1, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    expect(spanOf('put')?.status.message).toBe('no room');
  });

  it('has none below it, and none at all outside of any', async () => {
    await put(1, () => withSpan('below', {}, async () => 'kept'));
    takes(1);
    await withSpanIfSlow('put', { slowMs: 50 }, async () => 'kept');
    expect(names()).toEqual(['task']);
  });
});

describe('what is looked at in vain most of the time', () => {
  const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const look = (found: string | null, work: () => Promise<unknown> = async () => undefined) =>
    withLateSpan(
      'task',
      { parent, attributes: { attempt: 1 } },
      async () => {
        await work();
        return found;
      },
      (result) => (result === null ? null : { result }),
    );

  it('has no span when nothing was found, one when something was', async () => {
    await look(null);
    expect(names()).toEqual([]);
    await look('a clip');
    const span = spanOf('task');
    expect(span?.attributes).toEqual({ attempt: 1, result: 'a clip' });
    expect([span?.spanContext().traceId, span?.parentSpanContext?.spanId]).toEqual(parent.split('-').slice(1, 3));
  });

  it('has one when it failed, and fails on', async () => {
    await expect(look(null, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(spanOf('task')?.status.message).toBe('gone');
  });

  it('says what was quick in it, at the time at which it was', async () => {
    const fetched = () => {
      takes(7);
      return withSpanIfSlow('fetch', { attributes: { size: 1 }, slowMs: 50 }, async () => undefined);
    };
    const began = 4_000_000_000_000;
    const times = [began, began, began + 7];
    jest.spyOn(Date, 'now').mockImplementation(() => times.shift() ?? began + 9_000);
    await look('a clip', fetched);
    const said = { name: 'fetch', attributes: { size: 1, 'kadr.duration_ms': 7 }, time: [4_000_000_000, 7_000_000] };
    expect(spanOf('task')?.events).toMatchObject([said]);
    await look(null, fetched);
    expect(names()).toEqual(['task']);
  });

  it('tells many causes apart, again and again, and takes nothing that is none', async () => {
    const causes = Array.from({ length: 600 }, (_, n) => `00-${String(n + 1).padStart(32, '0')}-b7ad6b7169203331-0${n % 2}`);
    for (const cause of [...causes, ...causes.toReversed()]) {
      await withLateSpan('task', { parent: cause }, async () => expect(currentTraceparent()).toBe(cause), () => null); // prettier-ignore
    }
    for (const nonsense of ['', 'nonsense', '00-00-00-01', `${causes[0]}-x`])
      await withLateSpan('task', { parent: nonsense }, async () => expect(currentTraceparent()).toBeNull(), () => null); // prettier-ignore
  });

  it('leads on from what led there, whether it has a span or not', async () => {
    let within: string | null = null;
    await look(null, async () => (within = currentTraceparent()));
    expect(within).toBe(parent);
  });
});
