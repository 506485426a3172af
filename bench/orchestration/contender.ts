/** Steps between the first and the last; they may run side by side. */
export const PARALLEL_STEPS = 48;
/** 1 + 48 + 1. */
export const STEPS = PARALLEL_STEPS + 2;
export const LAST_STEP = STEPS - 1;

/** `fan`: 1 + 48 side by side + 1; `chain`: as many, one after another. */
export type Shape = 'fan' | 'chain';

/** Something that carries out jobs of durable steps whose work takes no time. */
export interface Contender {
  /** Ready for the first job when it resolves. */
  start(): Promise<void>;
  /** Carries out one job. Resolves when its end is durable. */
  job(jobId: string): Promise<void>;
  /** Waits for what follows the end of a job: read models, published events. */
  settled(): Promise<void>;
  /** @throws Error unless every step of these jobs is stored, and was carried out, exactly once */
  verify(jobIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Counts how often each step was carried out. */
export class StepCounts {
  readonly #counts = new Map<string, number>();

  count(jobId: string): void {
    this.#counts.set(jobId, (this.#counts.get(jobId) ?? 0) + 1);
  }

  /** @throws Error naming a job whose steps were not carried out once each */
  verify(jobIds: readonly string[]): void {
    for (const jobId of jobIds) {
      const steps = this.#counts.get(jobId) ?? 0;
      if (steps !== STEPS) throw new Error(`job ${jobId}: ${steps} steps were carried out, not ${STEPS}`);
      this.#counts.delete(jobId);
    }
  }
}

/**
 * `kadr-default`: with the settings that an installation begins with, instead of 1,000 places a queue. `kadr-videos`: the whole app, whose
 * jobs are videos; `kadr-videos-before`: that of another checkout (KADR_BENCH_BEFORE).
 */
export type ContenderName = 'kadr' | 'kadr-default' | 'kadr-videos' | 'kadr-videos-before' | 'dbos' | 'bullmq';

/** Where everybody's services are. */
export interface Services {
  /** A database of the contender's own on the shared server. */
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly redisUrl: string;
  /** For files; removed by the caller. */
  readonly folder: string;
  /** Of the jobs of DBOS and BullMQ; default: `fan`. */
  readonly shape?: Shape;
  /** Whether a tenth of the steps fails the first time (Kadr and BullMQ). */
  readonly failing?: boolean;
  /** Begins the names of what Kadr's processes have in common; default: a process is alone. */
  readonly shared?: string;
}

/** One step in ten. */
export const failsOnce = (index: number): boolean => index % 10 === 5;
