import { type FlowJob, FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { type Contender, failsOnce, LAST_STEP, PARALLEL_STEPS, type Services, type Shape, StepCounts } from './contender.js';

const QUEUE = 'steps';
/** Jobs that a worker has in hand at a time; more did not make it faster. */
const CONCURRENCY = 100;

/** As Kadr's first wait. */
const RETRY_MS = 1000;

interface Data {
  readonly jobId: string;
  readonly index: number;
}

/**
 * The first step's job adds a flow: the last step as parent of those in the middle. A chain is one flow, each step the parent of the one before. Finished jobs are removed at once, which is the
 * quickest BullMQ can be. Redis writes its log without waiting for the disk (`appendfsync everysec`, its default).
 */
export class BullmqContender implements Contender {
  readonly #redis: Redis;
  readonly #queue: Queue<Data>;
  readonly #flows: FlowProducer;
  readonly #counts = new StepCounts();
  readonly #shape: Shape;
  readonly #failing: boolean;
  readonly #ends = new Map<string, () => void>();
  #worker: Worker<Data> | null = null;

  constructor({ redisUrl, shape = 'fan', failing = false }: Services) {
    this.#shape = shape;
    this.#failing = failing;
    this.#redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
    this.#queue = new Queue<Data>(QUEUE, { connection: this.#redis, prefix: 'bench', defaultJobOptions: { removeOnComplete: true } });
    this.#flows = new FlowProducer({ connection: this.#redis, prefix: 'bench' });
  }

  async start(): Promise<void> {
    const worker = new Worker<Data>(QUEUE, (job) => this.#step(job.data, job.attemptsMade), {
      ...{ connection: this.#redis, prefix: 'bench', concurrency: CONCURRENCY },
    });
    this.#worker = worker;
    worker.on('error', (error) => console.error(error));
    // Told after Redis has answered.
    worker.on('completed', ({ data }) => {
      if (data.index === LAST_STEP) this.#ends.get(data.jobId)?.();
    });
    await worker.waitUntilReady();
  }

  async job(jobId: string): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#ends.set(jobId, resolve));
    if (this.#shape === 'chain') await this.#flows.add(chainTo(jobId, LAST_STEP));
    else await this.#queue.add('step', { jobId, index: 0 });
    await ended;
    this.#ends.delete(jobId);
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  async verify(jobIds: readonly string[]): Promise<void> {
    this.#counts.verify(jobIds);
    const left = await this.#queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'waiting-children', 'completed');
    if (Object.values(left).some((count) => count > 0)) throw new Error(`BullMQ has something left: ${JSON.stringify(left)}`);
  }

  async stop(): Promise<void> {
    await this.#worker?.close();
    await this.#flows.close();
    await this.#queue.close();
    this.#redis.disconnect();
  }

  async #step({ jobId, index }: Data, failures: number): Promise<number> {
    if (this.#failing && failures === 0 && failsOnce(index)) throw new Error('this step fails once');
    this.#counts.count(jobId);
    if (index === 0 && this.#shape === 'fan') {
      const children = Array.from({ length: PARALLEL_STEPS }, (_, one) => stepOf(jobId, one + 1));
      await this.#flows.add({ ...stepOf(jobId, LAST_STEP), children });
    }
    return index;
  }
}

const stepOf = (jobId: string, index: number): FlowJob => ({
  ...{
    name: 'step',
    queueName: QUEUE,
    data: { jobId, index },
    opts: { removeOnComplete: true, attempts: 2, backoff: { type: 'fixed', delay: RETRY_MS } },
  },
});

const chainTo = (jobId: string, index: number): FlowJob =>
  index === 0 ? stepOf(jobId, 0) : { ...stepOf(jobId, index), children: [chainTo(jobId, index - 1)] };
