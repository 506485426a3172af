/**
 * Makes of the built app one of the next release: loaded before it (`NODE_OPTIONS=--import <this file>`). As a draft begins that release
 * records an event, and asks for work, of neither of which this one knows.
 */
import module from 'node:module';
import 'reflect-metadata';

// Of one file that has all modules in it nothing can be changed.
module.registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return { ...found, url: found.url.replace(/\/apps\/api\/src\/main\.js$/, '/apps/api/src/main.modules.js') };
  },
});

/** Of the build: there is none yet when sources are looked at. */
const built = (file) => import(new URL(`../../dist/libs/${file}`, import.meta.url).href);

const { videoJob } = await built('jobs/src/video/domain/video-job.decider.js');
const { produceVideo } = await built('jobs/src/video/application/process-managers/produce-video.process-manager.js');
const { EventingRegistry } = await built('eventing/src/registry.js');
const { TaskHandlers } = await built('tasks/src/execution/task-handlers.js');
const { deriveId } = await built('platform/src/index.js');

const EVENT = 'PromptRead';
const KIND = 'jobs.read-prompt';

const { decide, evolve } = videoJob;
Object.assign(videoJob.schemaVersions, { [EVENT]: 1 });
videoJob.decide = (command, job) => {
  if (command.type === 'RecordReadPrompt') return [];
  const events = decide(command, job);
  const isBegun = command.type === 'BeginDrafting' && events.length > 0;
  return isBegun ? [...events, { type: EVENT, data: { videoId: command.data.videoId } }] : events;
};
videoJob.evolve = (job, event) => (event.type === EVENT ? job : evolve(job, event));

/** None of those that follow a video makes anything of the new event, but for one. */
const { processManager } = EventingRegistry.prototype;
EventingRegistry.prototype.processManager = function register(one, ...sink) {
  if (one.follows === videoJob.name) {
    const before = { evolve: one.evolve, react: one.react };
    one.evolve = (state, event) => (event.type === EVENT ? state : before.evolve(state, event));
    if (one === produceVideo) {
      one.evolve = (state, event) => (event.type === EVENT ? { ...state, fresh: [] } : before.evolve(state, event));
      one.react = (state, event) => (event.type === EVENT ? [workOf(event)] : before.react(state, event));
      one.reactsTo = [...one.reactsTo, EVENT];
    }
  }
  return processManager.call(this, one, ...sink);
};

const workOf = ({ data: { videoId }, metadata: { orgId } }) => ({
  request: { taskId: deriveId(videoId, KIND), kind: KIND, queue: 'script', orgId, subjectId: videoId, payload: { videoId } },
});

const recorded = ({ payload: { videoId } }) => ({
  ...{ aggregate: videoJob, id: videoId },
  command: { type: 'RecordReadPrompt', data: { videoId }, issuedAt: new Date().toISOString() },
});
const { register } = TaskHandlers.prototype;
TaskHandlers.prototype.register = function registerWithNew(handler) {
  if (this.find(KIND) === null) register.call(this, { kind: KIND, run: async (task) => recorded(task), giveUp: recorded });
  register.call(this, handler);
};
