import { type Order, type Recorded } from '../../scripts/lib/simulate/simulate.mjs';

/** Step times that are easy to count with: a film of 30 s in three segments, without luck. */
export const RECORDED: Recorded = {
  handoffSeconds: 0.5,
  spread: 0,
  leftOut: {},
  providers: { kinds: { 'jobs.make-clip': { cpuSeconds: 2, waitSeconds: 100 } } },
  recordings: [
    {
      resolution: '720p',
      filmSeconds: 30,
      segments: 3,
      pieces: 5,
      kinds: {
        'jobs.draft-script': { cpuSeconds: 1, threads: 1, wallSeconds: 1 },
        'jobs.store-storyboard': { cpuSeconds: 1, threads: 1, wallSeconds: 1 },
        'jobs.narrate': { cpuSeconds: 4, threads: 1, wallSeconds: 4 },
        'jobs.compose-music': { cpuSeconds: 2, threads: 1, wallSeconds: 2 },
        'jobs.make-clip': { cpuSeconds: 6, threads: 1, wallSeconds: 6 },
        'jobs.mix-audio': { cpuSeconds: 1, threads: 1, wallSeconds: 1 },
        'jobs.conform-piece': { cpuSeconds: 5, threads: 2, wallSeconds: 3 },
        'jobs.render-film': { cpuSeconds: 3, threads: 1, wallSeconds: 3 },
      },
      aroundCpuSeconds: 0,
      servicesCpuSeconds: 0,
      cpuSeconds: 55,
      events: 30,
      megabytes: 20,
    },
  ],
};

/** One film on a machine with cores and places for everything. */
export const orderOf = (over: Partial<Order> = {}): Order => ({
  tenants: [1],
  split: null,
  cores: 64,
  places: 64,
  arrivals: 'burst',
  resolution: '720p',
  seconds: 30,
  segments: null,
  sources: 'local',
  seed: 1,
  ...over,
});
