import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { type Aggregate, Command, type Event, type ProcessManager, type Projection } from '#eventing/domain';
import { type Task, type TaskDecision, taskDecision, type TaskEffect, type TaskHandler, type TaskRequest } from '#tasks';
import { deriveId } from '#platform';
import { failsOnce, LAST_STEP, PARALLEL_STEPS, type StepCounts } from './contender.js';

export const ORG = '0195c1c0-0000-7000-8000-000000000001';

type JobBegun = Event<'JobBegun', { jobId: string }>;
type StepDone = Event<'StepDone', { jobId: string; index: number }>;
type JobEnded = Event<'JobEnded', { jobId: string }>;
type JobEvent = JobBegun | StepDone | JobEnded;

export class BeginJob extends Command<{ jobId: string }> {
  readonly type = 'BeginJob';
}
class RecordStep extends Command<{ jobId: string; index: number }> {
  readonly type = 'RecordStep';
}

/** `done`: one bit for each step that is recorded. */
interface Job {
  readonly status: 'absent' | 'running' | 'ended';
  readonly done: bigint;
}

const isDone = ({ done }: Job, index: number): boolean => ((done >> BigInt(index)) & 1n) === 1n;

export const benchJob: Aggregate<BeginJob | RecordStep, Job, JobEvent> = {
  name: 'bench-job',
  module: 'bench',
  schemaVersions: { JobBegun: 1, StepDone: 1, JobEnded: 1 },
  initialState: { status: 'absent', done: 0n },
  decide({ type, data }, job) {
    const { jobId } = data;
    switch (type) {
      case 'BeginJob':
        return job.status === 'absent' ? [{ type: 'JobBegun', data: { jobId } }] : [];
      case 'RecordStep': {
        if (isDone(job, data.index)) return [];
        const step: StepDone = { type: 'StepDone', data: { jobId, index: data.index } };
        return data.index === LAST_STEP ? [step, { type: 'JobEnded', data: { jobId } }] : [step];
      }
    }
  },
  evolve(job, event) {
    switch (event.type) {
      case 'JobBegun':
        return { ...job, status: 'running' };
      case 'StepDone':
        return { ...job, done: job.done | (1n << BigInt(event.data.index)) };
      case 'JobEnded':
        return { ...job, status: 'ended' };
    }
  },
};

interface Payload {
  readonly jobId: string;
  readonly index: number;
}

const queueOf = (index: number) => (index === 0 ? 'script' : index === LAST_STEP ? 'render' : 'image');

function stepOf(jobId: string, index: number): { readonly request: TaskRequest } {
  const taskId = deriveId('bench.step', jobId, String(index));
  return { request: { taskId, kind: 'bench.step', queue: queueOf(index), orgId: ORG, subjectId: jobId, payload: { jobId, index } } };
}

/** The first step, then those in the middle all at once, then the last. */
export const runSteps: ProcessManager<JobEvent, { readonly stepsDone: number }, TaskEffect> = {
  name: 'bench.run-steps',
  follows: 'bench-job',
  reactsTo: ['JobBegun', 'StepDone'],
  initialState: { stepsDone: 0 },
  evolve: (state, event) => (event.type === 'StepDone' ? { stepsDone: state.stepsDone + 1 } : state),
  react(state, event) {
    const { jobId } = event.data;
    if (event.type === 'JobBegun') return [stepOf(jobId, 0)];
    if (state.stepsDone === 1) return Array.from({ length: PARALLEL_STEPS }, (_, index) => stepOf(jobId, index + 1));
    return state.stepsDone === PARALLEL_STEPS + 1 ? [stepOf(jobId, LAST_STEP)] : [];
  },
};

/** What lists are filtered by; changes with the stages of a job, as a video's does. */
export const jobIndex: Projection<JobEvent, { readonly status: string }> = {
  name: 'bench.job-index',
  table: 'bench.job_index',
  mode: 'inline',
  version: 1,
  handles: ['JobBegun', 'JobEnded'],
  keyOf: (event) => event.data.jobId,
  evolve: (_row, event) => ({ status: event.type === 'JobEnded' ? 'completed' : 'processing' }),
};

/** How far each job is; changes with every step. */
export const jobProgress: Projection<JobEvent, { readonly stepsDone: number }> = {
  name: 'bench.job-progress',
  table: 'bench.job_progress',
  mode: 'async',
  version: 1,
  handles: ['StepDone'],
  keyOf: (event) => event.data.jobId,
  evolve: (row = { stepsDone: 0 }) => ({ stepsDone: row.stepsDone + 1 }),
};

/** Answers at once. */
export class BenchStep implements TaskHandler<Payload> {
  readonly kind = 'bench.step';
  constructor(
    private readonly counts: StepCounts,
    private readonly failing = false,
  ) {}

  run({ payload, attempt }: Pick<Task<Payload>, 'payload' | 'attempt'>): Promise<TaskDecision> {
    if (this.failing && attempt === 1 && failsOnce(payload.index)) return Promise.reject(new Error('this step fails once'));
    this.counts.count(payload.jobId);
    return Promise.resolve(taskDecision(benchJob, payload.jobId, new RecordStep(payload, new Date().toISOString())));
  }

  giveUp({ payload }: { readonly payload: Payload }): TaskDecision {
    throw new Error(`step ${payload.index} of ${payload.jobId} was given up`);
  }
}

export class CreateBenchJobs1763900000999 implements MigrationInterface {
  readonly name = 'CreateBenchJobs1763900000999';

  async up(runner: QueryRunner): Promise<void> {
    const columns = 'key text PRIMARY KEY, org_id uuid NOT NULL, position bigint NOT NULL, data jsonb NOT NULL';
    await runner.query(`CREATE SCHEMA bench; CREATE TABLE bench.job_index (${columns}); CREATE TABLE bench.job_progress (${columns})`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
