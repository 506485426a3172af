import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { type TaskEffect } from '#tasks';
import { type WorkflowRunEvent } from '../../../contracts/workflow-run.events.js';
import { VIDEO_CREATE, videoIdOf } from '../../../nodes/outside/video-create.node.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { type WorkflowRun } from '../../domain/workflow-run.state.js';
import { TIMED_OUT } from '../time-limit.js';
import { type RunTaskPayloads } from '../tasks/task-kinds.js';

/** Has the videos cancelled that a run has ordered and no longer waits for: it has ended, or they took too long. */
export const cancelVideos: ProcessManager<WorkflowRunEvent, WorkflowRun, TaskEffect> = {
  name: 'workflows.cancel-videos',
  follows: workflowRun.name,
  reactsTo: ['RunCompleted', 'RunFailed', 'RunCancelled', 'NodeFailed'],
  initialState: workflowRun.initialState,
  evolve: (run, event) => workflowRun.evolve(run, event),
  react(run, event) {
    if (run.status === 'absent') return [];
    const { runId } = run;
    const { orgId } = event.metadata;
    const late = event.type === 'NodeFailed' && event.data.code === TIMED_OUT ? event.data.node : null;
    return run.nodes.flatMap(({ status, startedAt, take }, index): TaskEffect[] => {
      const { id = '', type } = run.topology.nodes[index] ?? {};
      if (type !== VIDEO_CREATE || (status !== 'cancelled' && id !== late) || startedAt === null) return [];
      const videoId = videoIdOf(runId, id, take);
      const payload: RunTaskPayloads['workflows.cancel-video'] = { runId, videoId };
      // Not of the run: what is left of its work is cancelled with it.
      const request = { taskId: deriveId(videoId, 'cancel'), kind: 'workflows.cancel-video', queue: 'script' as const, payload };
      return [{ request: { ...request, orgId, subjectId: videoId } }];
    });
  },
};
