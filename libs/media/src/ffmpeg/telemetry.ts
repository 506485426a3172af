import { type Counter, type Histogram, type Meter, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { MediaError } from '../contracts.js';

/** What programs are run for. A fixed vocabulary: it is a label. */
export type MediaStep =
  | 'probe'
  | 'conform'
  | 'refit'
  | 'join'
  | 'still'
  | 'shrink'
  | 'measure'
  | 'encode_audio'
  | 'lay_voice'
  | 'mix'
  | 'take_in'
  | 'draw'
  | 'speak'
  | 'other';

interface InstrumentSettings {
  readonly description: string;
  readonly unit?: string;
  readonly buckets?: readonly number[];
}

/** This lib stands alone, so it makes its instruments itself: on first use, and anew when there is another meter. */
function ofMeter<T>(make: (meter: Meter) => T): () => T {
  let made: { readonly by: Meter; readonly instrument: T } | undefined;
  return () => {
    const meter = metrics.getMeter('kadr');
    if (made?.by !== meter) made = { by: meter, instrument: make(meter) };
    return made.instrument;
  };
}
const histogram = (name: string, { buckets = [], ...settings }: InstrumentSettings): (() => Histogram) =>
  ofMeter((meter) => meter.createHistogram(name, { ...settings, advice: { explicitBucketBoundaries: [...buckets] } }));
const counter = (name: string, settings: InstrumentSettings): (() => Counter) => ofMeter((meter) => meter.createCounter(name, settings));

const duration = histogram('kadr_media_duration_seconds', {
  description: 'Programs that were run to their end, by program and what for',
  unit: 's',
  buckets: [0.05, 0.25, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600],
});
const failures = counter('kadr_media_failures', { description: 'Programs that failed, by what they were run for and why', unit: '{run}' });
const filmSeconds = counter('kadr_media_film_seconds', { description: 'Film that was encoded, by step and resolution', unit: 's' });

/** A film runs some hundred programs that look at a file or cut a sound: of those the task's span has an event, not a span more. */
const SLOW_MS = 2_000;

/**
 * Runs a program and measures it. One that took two seconds or failed has a span `<program> <step>`; of others the active span has an event
 * of that name. None of them says anything of its arguments, which have words of users among them.
 */
export async function measured<T>(program: string, step: MediaStep, work: () => Promise<T>): Promise<T> {
  const attributes = { 'process.executable.name': program, 'kadr.media.step': step };
  const name = `${program} ${step}`;
  const startTime = Date.now();
  const from = performance.now();
  const begin = () => trace.getTracer('kadr').startSpan(name, { attributes, startTime });
  try {
    const result = await work();
    const tookMs = performance.now() - from;
    duration().record(tookMs / 1000, { program, step });
    if (tookMs >= SLOW_MS) begin().end();
    else trace.getActiveSpan()?.addEvent(name, { ...attributes, 'kadr.duration_ms': Math.round(tookMs) });
    return result;
  } catch (error) {
    const reason = error instanceof MediaError ? error.code : 'unknown';
    failures().add(1, { step, reason });
    const span = begin();
    span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
    span.end();
    throw error;
  }
}

const NAMED_HEIGHTS = [480, 720, 1080, 1440, 2160];

/** @param shorterSidePx of the film */
export function encodedFilm(step: MediaStep, seconds: number, shorterSidePx: number): void {
  filmSeconds().add(seconds, { step, resolution: NAMED_HEIGHTS.includes(shorterSidePx) ? `${shorterSidePx}p` : 'other' });
}
