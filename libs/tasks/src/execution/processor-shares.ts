import { type QueueName } from '../contracts/queue-name.js';
import { type Surroundings } from '../contracts/surroundings.js';

/** Queues whose tasks wait for other machines most of the time. */
const ELSEWHERE: ReadonlySet<QueueName> = new Set(['remote', 'import', 'stock']);
/** In how many seconds two thirds of what was used is forgotten. */
const MEMORY_SECONDS = 30;
/** Who has used less than this is not looked at as a neighbour any more. */
const FORGOTTEN_SECONDS = 0.5;
/** Who has used less than this steps back for nobody: two or three steps of one film. */
const MODEST_SECONDS = 10;
/** And neither does who has used no more than so many times what its neighbours have. */
const UNEQUAL = 2;
/** How long the mean of all may be used. */
const STALE_SECONDS = 0.25;

interface Neighbour {
  /** Seconds of work, of all its attempts together, the older the less they count. */
  used: number;
  readonly underWay: Set<Surroundings>;
}

/** An attempt under way. To be ended once. */
export interface Share {
  within<T>(work: () => T): T;
  end(): void;
}

const UNSHARED: Share = { within: (work) => work(), end: () => undefined };

/**
 * Who steps back on a busy processor: the work of an organisation that has lately had more than twice what its neighbours had here.
 * Nobody is held back who is alone, and nothing is idle: what steps back gets all that is left.
 */
export class ProcessorShares {
  private readonly neighbours = new Map<string, Neighbour>();
  private total = 0;
  private countedAt = 0;

  /**
   * @param surround makes what one attempt runs within.
   * @param now in milliseconds, rising.
   */
  constructor(
    private readonly surround: () => Surroundings,
    private readonly now: () => number = () => performance.now(),
  ) {}

  begin(orgId: string, queue: QueueName): Share {
    if (ELSEWHERE.has(queue)) return UNSHARED;
    const isNew = !this.neighbours.has(orgId);
    this.count(isNew);
    const neighbour = this.neighbours.get(orgId) ?? { used: 0, underWay: new Set() };
    this.neighbours.set(orgId, neighbour);
    const surroundings = this.surround();
    neighbour.underWay.add(surroundings);
    // Who comes anew finds the others' work under way.
    for (const one of isNew ? this.neighbours.values() : [neighbour])
      if (this.stepsBack(one)) for (const each of one.underWay) each.yield();
    return {
      within: (work) => surroundings.within(work),
      end: () => {
        this.count(false);
        neighbour.underWay.delete(surroundings);
      },
    };
  }

  private stepsBack({ used }: Neighbour): boolean {
    const others = this.neighbours.size - 1;
    return others > 0 && used > MODEST_SECONDS && used > (UNEQUAL * (this.total - used)) / others;
  }

  /** Adds what was used since, and forgets what is long ago. */
  private count(isNeeded: boolean): void {
    const seconds = (this.now() - this.countedAt) / 1000;
    if (!isNeeded && seconds < STALE_SECONDS) return;
    this.countedAt = this.now();
    const left = Math.exp(-seconds / MEMORY_SECONDS);
    this.total = 0;
    for (const [orgId, neighbour] of this.neighbours) {
      const steady = neighbour.underWay.size * MEMORY_SECONDS;
      neighbour.used = steady + (neighbour.used - steady) * left;
      this.total += neighbour.used;
      if (neighbour.underWay.size === 0 && neighbour.used < FORGOTTEN_SECONDS) this.neighbours.delete(orgId);
    }
  }
}
