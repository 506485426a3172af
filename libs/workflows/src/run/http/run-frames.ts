/** From the events of a run to the frames of its event stream (SSE). Pure but for the signing of links in the closing frame. */
import { type SignedUrls } from '#assets';
import { type EventFrame, type FrameSource } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { progressOf, runView, shownStatus } from '../application/run.view.js';
import { evolve } from '../domain/workflow-run.evolve.js';
import { type RunState, type WorkflowRun } from '../domain/workflow-run.state.js';

export const RUN_FRAMES = ['run', 'node', 'progress', 'completed', 'failed', 'cancelled'] as const;

interface Frame extends EventFrame {
  readonly event: (typeof RUN_FRAMES)[number];
}

export class RunFrames implements FrameSource<WorkflowRunEvent> {
  private run: WorkflowRun = { status: 'absent' };
  private lastProgress = '';

  constructor(private readonly urls: SignedUrls) {}

  get isOver(): boolean {
    return this.run.status !== 'absent' && this.run.status !== 'running';
  }

  next(event: Recorded<WorkflowRunEvent>): Frame[] {
    const before = this.run;
    this.run = evolve(before, event);
    const { run } = this;
    // The start follows in the same append.
    if (run.status === 'absent' || event.type === 'RunRequested') return [];
    const frames: Omit<Frame, 'id'>[] = [];
    if (event.type === 'RunStarted') frames.push({ event: 'run', data: { status: run.status } });
    frames.push(...nodeFrames(before, run));
    const progress = progressOf(run);
    const seen = JSON.stringify(progress);
    if (seen !== this.lastProgress) frames.push({ event: 'progress', data: progress });
    this.lastProgress = seen;
    if (run.status !== 'running') frames.push({ event: run.status, data: runView(run, this.urls) });
    return frames.map((frame, n) => ({ id: `${event.position}.${n}`, ...frame }));
  }
}

/** One for each node that is otherwise than before. */
function nodeFrames(before: WorkflowRun, run: RunState): Omit<Frame, 'id'>[] {
  const earlier = before.status === 'absent' ? [] : before.nodes;
  return run.nodes.flatMap((node, index) => {
    const { status, attempts, source: model, error } = node;
    const was = earlier[index];
    const isSame = was === undefined ? status === 'pending' : was.status === status && was.attempts === attempts && was.source === model;
    const id = run.topology.nodes[index]?.id;
    return isSame ? [] : [{ event: 'node' as const, data: { id, status: shownStatus({ status }), attempts, model, error } }];
  });
}
