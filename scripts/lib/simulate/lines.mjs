const time = (seconds) => (seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`);

/** The result as people read it, line by line. */
export function linesOf(order, result) {
  const { filmSeconds, queues, roles, connections, fairness } = result;
  return [
    `${result.films} films of ${order.seconds} s, ${order.resolution}, ${result.segments} segments, ${sourcesOf(order)}, ${arrivalsOf(order)}`,
    ...roles.map(
      ({ role, processes, cores, use }) => `  ${role}: ${processes} × ${cores / processes} cores, ${(100 * use).toFixed(0)} % used`,
    ),
    `a film: p50 ${time(filmSeconds.p50)}, p95 ${time(filmSeconds.p95)}, at most ${time(filmSeconds.max)}; the last one is there after ${time(result.endSeconds)}`,
    'waits by queue:',
    ...queues.map(({ queue, tasks, p50, p95 }) => `  ${queue.padEnd(9)} p50 ${time(p50)}, p95 ${time(p95)} (${tasks} tasks)`),
    `${result.filmsPerHourAndCore.toFixed(1)} films per hour and core; ${result.cpuSecondsPerFilm.toFixed(1)} s of processor time a film`,
    ...(fairness
      ? [
          `${fairness.organisations} small organisations beside the largest: p95 ${time(fairness.besideSeconds)}, without it ${time(fairness.aloneSeconds)}: ${fairness.ratio.toFixed(2)} ×`,
        ]
      : []),
    `connections to Postgres: ${connections.needed} of ${connections.of}${connections.isTooMany ? ', more than the four fifths that may be used: lower pools or raise max_connections' : ''}`,
    `${result.eventsPerFilm} events and ${result.megabytesPerFilm.toFixed(0)} MB a film`,
  ];
}

const sourcesOf = ({ sources }) => (sources === 'local' ? 'made here' : 'clips and speech from providers');
const arrivalsOf = ({ arrivals }) => (arrivals === 'hour' ? 'ordered within an hour' : 'ordered at once');
