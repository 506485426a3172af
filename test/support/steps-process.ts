/**
 * One process with nothing of Kadr but its log, its tasks and a job of many short steps: 1 + SPEC_PARALLEL_STEPS side by side + 1. Started by specs that kill
 * it, as it stands: Node strips its types, and what it imports is the built code. `{ begin: jobId }` begins a job, and is answered.
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { EventingModule, eventingConfig, eventingMigrations, EventingRegistry, UnitOfWork } from '#eventing';
import { type Aggregate, Command, type Event, type ProcessManager } from '#eventing/domain';
import { ALL_ROLES, databaseConfig, DatabaseModule, deriveId, PlatformModule } from '#platform';
import { taskDecision, type TaskEffect, TaskHandlers, tasksConfig, tasksMigrations, TasksModule, TaskSink } from '#tasks';

const ORG = '0195c1c0-0000-7000-8000-000000000001';
const PARALLEL_STEPS = Number(process.env['SPEC_PARALLEL_STEPS']);
const LAST_STEP = PARALLEL_STEPS + 1;
const LONGEST_STEP_MS = 40;

type JobBegun = Event<'JobBegun', { jobId: string }>;
type StepDone = Event<'StepDone', { jobId: string; index: number }>;
type JobEnded = Event<'JobEnded', { jobId: string }>;
type JobEvent = JobBegun | StepDone | JobEnded;

class BeginJob extends Command<{ jobId: string }> {
  readonly type = 'BeginJob';
}
class RecordStep extends Command<{ jobId: string; index: number }> {
  readonly type = 'RecordStep';
}
interface Job {
  readonly isBegun: boolean;
  readonly done: readonly number[];
}

/** It would record a step twice if it were told twice: nothing but the leases of tasks keeps that from happening. */
const job: Aggregate<BeginJob | RecordStep, Job, JobEvent> = {
  name: 'steps-job',
  module: 'specs',
  schemaVersions: { JobBegun: 1, StepDone: 1, JobEnded: 1 },
  initialState: { isBegun: false, done: [] },
  decide({ type, data }, { isBegun }) {
    const { jobId } = data;
    if (type === 'BeginJob') return isBegun ? [] : [{ type: 'JobBegun', data: { jobId } }];
    const step: StepDone = { type: 'StepDone', data: { jobId, index: data.index } };
    return data.index === LAST_STEP ? [step, { type: 'JobEnded', data: { jobId } }] : [step];
  },
  evolve: (state, event) => ({
    isBegun: true,
    done: event.type === 'StepDone' ? [...state.done, event.data.index] : state.done,
  }),
};

const stepOf = (jobId: string, index: number): TaskEffect => ({
  request: {
    taskId: deriveId('specs.step', jobId, String(index)),
    ...{ kind: 'specs.step', queue: index === 0 ? 'script' : index === LAST_STEP ? 'render' : 'image', orgId: ORG, subjectId: jobId },
    payload: { jobId, index },
  },
});

const runSteps: ProcessManager<JobEvent, { readonly done: number }, TaskEffect> = {
  name: 'specs.run-steps',
  follows: 'steps-job',
  reactsTo: ['JobBegun', 'StepDone'],
  initialState: { done: 0 },
  evolve: ({ done }, event) => ({ done: event.type === 'StepDone' ? done + 1 : done }),
  react({ done }, event) {
    const { jobId } = event.data;
    if (event.type === 'JobBegun') return [stepOf(jobId, 0)];
    if (done === 1) return Array.from({ length: PARALLEL_STEPS }, (_, index) => stepOf(jobId, index + 1));
    return done === PARALLEL_STEPS + 1 ? [stepOf(jobId, LAST_STEP)] : [];
  },
};

function register(registry: EventingRegistry, sink: TaskSink, handlers: TaskHandlers): string {
  registry.aggregate(job).processManager(runSteps, sink);
  handlers.register<{ jobId: string; index: number }>({
    kind: 'specs.step',
    async run({ payload }, { signal }) {
      await sleep(Math.random() * LONGEST_STEP_MS, undefined, { signal });
      return taskDecision(job, payload.jobId, new RecordStep(payload, new Date().toISOString()));
    },
    giveUp({ payload }, { code }) {
      throw new Error(`step ${payload.index} of ${payload.jobId} was given up: ${code}`);
    },
  });
  return 'registered';
}

class Steps {}
const app = await NestFactory.createApplicationContext(
  {
    module: Steps,
    imports: [
      DatabaseModule.forRoot({
        config: databaseConfig(process.env),
        entities: [],
        migrations: [...eventingMigrations, ...tasksMigrations],
      }),
      PlatformModule.forRoot({ roles: new Set(ALL_ROLES) }),
      EventingModule.forRoot({ roles: ALL_ROLES, config: eventingConfig(process.env) }),
      TasksModule.forRoot({ roles: ALL_ROLES, config: tasksConfig(process.env) }),
    ],
    providers: [{ provide: 'steps', inject: [EventingRegistry, TaskSink, TaskHandlers], useFactory: register }],
  },
  { logger: ['error'], abortOnError: false },
);
const unitOfWork = app.get(UnitOfWork);
process.on('message', ({ begin: jobId }: { begin: string }) => {
  void unitOfWork
    .decide(job, jobId, new BeginJob({ jobId }, new Date().toISOString()), { orgId: ORG, actor: 'spec' })
    .then(() => process.send?.({ begun: jobId }));
});
process.on('disconnect', () => process.exit(1));
process.send?.({ isReady: true });
