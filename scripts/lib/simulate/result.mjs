import { simulate } from './simulate.mjs';
import { recordingOf, shapeOf } from './step-times.mjs';

/** As the chart has them (`deploy/helm/kadr/values.yaml`): pool of each role, and two more connections of each process for locks and news. */
const POOLS = { worker: 10, renderer: 4, all: 20 };
const OTHER_POOLS = [
  { processes: 2, pool: 10 },
  { processes: 2, pool: 8 },
];
const BESIDE_POOL = 2;
/** `max_connections` that Kadr asks for, of which four fifths may be used. */
const MAX_CONNECTIONS = 200;
/** Events of a film: thirty with three segments, 208 with 48. */
const EVENTS_OF_SEGMENT = (208 - 30) / 45;

/** @returns the value below which that part of all lies (nearest rank); null: there are none */
export function percentile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}

const spreadOf = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95), max: percentile(values, 1) });

/** What `npm run simulate` tells, for an order and step times as `simulate` takes them. */
export function resultOf(order, recorded) {
  const run = simulate(order, recorded);
  const recording = recordingOf(recorded, order.resolution);
  const { segments } = shapeOf(recording, order);
  const cores = run.roles.reduce((sum, role) => sum + role.cores, 0);
  const hours = run.endSeconds / 3600;
  const connections = connectionsOf(run.roles);
  return {
    films: run.films.length,
    segments,
    endSeconds: run.endSeconds,
    filmSeconds: spreadOf(run.films.map(({ seconds }) => seconds)),
    queues: [...run.waits].map(([queue, waits]) => ({
      queue,
      tasks: waits.length,
      p50: percentile(waits, 0.5),
      p95: percentile(waits, 0.95),
    })),
    roles: run.roles.map((role) => ({ ...role, use: role.usedSeconds / role.cores / run.endSeconds })),
    cpuSecondsPerFilm: run.cpuSeconds / run.films.length,
    filmsPerHourAndCore: run.films.length / hours / cores,
    connections: { needed: connections, of: MAX_CONNECTIONS, isTooMany: connections > 0.8 * MAX_CONNECTIONS },
    eventsPerFilm: Math.round(recording.events + (segments - recording.segments) * EVENTS_OF_SEGMENT),
    megabytesPerFilm: (recording.megabytes * order.seconds) / recording.filmSeconds,
    fairness: fairnessOf(order, run, recorded),
  };
}

function connectionsOf(roles) {
  const own = roles.map(({ role, processes }) => ({ processes, pool: POOLS[role] }));
  const all = own.some(({ pool }) => pool === POOLS.all) ? own : [...own, ...OTHER_POOLS];
  return all.reduce((sum, { processes, pool }) => sum + processes * (pool + BESIDE_POOL), 0);
}

/** Small organisations beside a large one, and without it; null where there is no such pair. */
function fairnessOf(order, run, recorded) {
  const largest = Math.max(...order.tenants);
  const small = order.tenants.filter((films) => films < largest);
  if (small.length === 0) return null;
  const beside = run.films.filter(({ org }) => order.tenants[org] < largest).map(({ seconds }) => seconds);
  const alone = simulate({ ...order, tenants: small }, recorded).films.map(({ seconds }) => seconds);
  const [besideSeconds, aloneSeconds] = [percentile(beside, 0.95), percentile(alone, 0.95)];
  return { organisations: small.length, besideSeconds, aloneSeconds, ratio: besideSeconds / aloneSeconds };
}
