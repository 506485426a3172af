import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OwnSampler } from '../../apps/api/src/otel-traces.js';
import { DirectedApp } from '../support/directed-app.js';
import { until } from '../support/supervised.js';

const FOUR_MINUTES = {
  prompt: 'Why octopuses have three hearts',
  durationSeconds: 240,
  segmentation: { mode: 'sections', segmentSeconds: 5 },
  visuals: { mode: 'image-to-video', seed: 7 },
  resolution: '480p',
  fps: 24,
};
/** For a film of 48 segments with all that is recorded. */
const MOST = 400;
/** Of a segment that is drawn here: its picture, its clip, its piece and the transition to the next one, when each of them is slow. */
const SLOW_PROGRAMS = 4;

let app: DirectedApp;
const exporter = new InMemorySpanExporter();
beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const sampler = new OwnSampler({ reads: 0, statements: false });
  trace.setGlobalTracerProvider(new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  app = await DirectedApp.start();
}, 120_000);
afterAll(async () => {
  await app?.close();
  trace.disable();
  context.disable();
}, 60_000);

it('a film of forty-eight segments has a span for each task, room for its programs, and at most 400 in all', async () => {
  const { id } = await app.post('/v1/videos', FOUR_MINUTES);
  expect((await app.ended(id)).status).toBe('completed');
  expect(await app.segments(id)).toHaveLength(48);
  const tasks = await app.query<{ name: string; many: number }>(
    `SELECT 'task ' || kind AS name, count(*)::integer AS many FROM tasks.tasks WHERE subject_id = $1 AND state = 'done' GROUP BY kind`,
    [id],
  );
  expect(tasks).toContainEqual({ name: 'task jobs.make-clip', many: 48 });
  const spans = await until('the spans of all tasks have ended', 20_000, async () => {
    const ended = exporter.getFinishedSpans();
    return tasks.every(({ name, many }) => ended.filter((span) => span.name === name).length >= many) ? ended : null;
  });
  // Of what was quick the task's span tells. Objects that were not say something about the machine, and nothing about the film.
  const clip = spans.find(({ name }) => name === 'task jobs.make-clip');
  const isObject = (name: string): boolean => name.endsWith(' object');
  const objects = spans.filter(({ name }) => isObject(name)).length;
  expect(objects > 0 || clip?.events.some(({ name }) => isObject(name))).toBe(true);
  const count: Record<string, number> = {};
  for (const { name } of spans) if (!isObject(name)) count[name] = (count[name] ?? 0) + 1;
  const most = spans.length - objects + 48 * SLOW_PROGRAMS;
  expect({ count, most: Math.max(most, MOST) }).toEqual({ count, most: MOST });
}, 180_000);
