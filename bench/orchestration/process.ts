/** One contender in a process of its own; driven by `ContenderProcess`. */
import { type Contender, type ContenderName, type Services } from './contender.js';
import { type Answer, type Request } from './contender-process.js';
import { round } from './load.js';

/** Tasks of a queue in hand at a time, the most that settings allow. They take no time, so this bounds how many gather in a transaction. */
const TUNED_PLACES = 1000;

const [name, services] = process.argv.slice(2);
const contender = await make(name as ContenderName, JSON.parse(services ?? '{}') as Services);

/** Loads no code of the others: it would count as memory. */
async function make(wanted: ContenderName, given: Services): Promise<Contender> {
  switch (wanted) {
    case 'kadr':
      return new (await import('./kadr.js')).KadrContender(given, TUNED_PLACES);
    case 'kadr-default':
      return new (await import('./kadr.js')).KadrContender(given, null);
    case 'kadr-videos':
      return new (await import('./videos.js')).VideosContender(given, process.cwd());
    case 'kadr-videos-before':
      return new (await import('./videos.js')).VideosContender(given, process.env['KADR_BENCH_BEFORE'] ?? '');
    case 'dbos':
      return new (await import('./dbos.js')).DbosContender(given);
    case 'bullmq':
      return new (await import('./bullmq.js')).BullmqContender(given);
  }
}

async function answer(request: Request): Promise<Answer> {
  try {
    switch (request.what) {
      case 'start':
        return { ok: await contender.start() };
      case 'round':
        return { ok: await round(contender, request.options) };
      case 'stop':
        return { ok: await contender.stop() };
    }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (request: Request) => {
  void answer(request).then((given) => process.send?.(given, () => request.what === 'stop' && process.exit(0)));
});
// The parent is gone.
process.on('disconnect', () => process.exit(1));
