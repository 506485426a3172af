import { chance } from './chance.mjs';
import { secondsOf, workOfFilm } from './film.mjs';

/** Kinds whose work does not grow with the film. */
const FIXED = ['jobs.draft-script', 'jobs.store-storyboard'];

/** A recording of films of that resolution. @throws Error when there is none */
export function recordingOf(recorded, resolution) {
  const found = recorded.recordings.find((one) => one.resolution === resolution);
  if (!found) throw new Error(`nothing is recorded for ${resolution}`);
  return found;
}

/** What a film is made of: of the recording, unless somebody has said it. */
export function shapeOf(recording, { seconds, segments }) {
  const count = segments ?? Math.max(1, Math.round((seconds / recording.filmSeconds) * recording.segments));
  return { seconds, segments: count, hasJoints: recording.pieces > recording.segments };
}

/**
 * The work of one film with the time that each piece of it takes.
 * What is done around tasks is spread over them, in proportion; that of Postgres, NATS and Redis too where they share the machine.
 * @returns pieces of work as `workOfFilm` has them, each with `cpuSeconds`, `threads` and `waitSeconds` (without holding a place)
 */
export function timedWork(recorded, order, film) {
  const recording = recordingOf(recorded, order.resolution);
  const shape = shapeOf(recording, order);
  const { hasServices, sources, seed, spread = recorded.spread } = order;
  const tasks = Object.entries(recording.kinds).reduce((sum, [kind, { cpuSeconds }]) => sum + cpuSeconds * countOf(recording, kind), 0);
  const around = recording.aroundCpuSeconds + (hasServices ? recording.servicesCpuSeconds : 0);
  const whole = 1 + around / tasks;
  return workOfFilm({ ...shape, sources }).map((work) => {
    const local = recording.kinds[work.kind];
    const other = sources === 'providers' ? recorded.providers.kinds[work.kind] : undefined;
    const length = secondsOf(work, shape);
    const scale = FIXED.includes(work.kind) ? 1 : length / secondsOf(work, recordedShape(recording));
    const cpuSeconds = other ? (other.cpuSeconds ?? other.cpuSecondsPerSecond[order.resolution] * length) : local.cpuSeconds * scale;
    const luck = 1 + spread * (2 * chance(seed, film, work.key) - 1);
    return { ...work, cpuSeconds: cpuSeconds * whole * luck, threads: local.threads, waitSeconds: (other?.waitSeconds ?? 0) * luck };
  });
}

const recordedShape = (recording) => ({
  seconds: recording.filmSeconds,
  segments: recording.segments,
  hasJoints: recording.pieces > recording.segments,
});

/** Tasks of a kind in one film of the recording. */
function countOf({ segments, pieces }, kind) {
  if (kind === 'jobs.make-clip') return segments;
  return kind === 'jobs.conform-piece' ? pieces : 1;
}
