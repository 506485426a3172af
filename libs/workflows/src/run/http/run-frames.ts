/** From the events of a run to the frames of its event stream (SSE). The closing frame shows the whole run, with links and figures. */
import { type SignedUrls } from '#assets';
import { type EventFrame, type FrameSource } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type NodeApprovalDecided, type NodeApprovalRequested, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { type RunFigures } from '../application/run-figures.js';
import { progressOf, runStatus, runView, shownStatus } from '../application/run.view.js';
import { evolve } from '../domain/workflow-run.evolve.js';
import { type RunState, type WorkflowRun } from '../domain/workflow-run.state.js';

export const RUN_FRAMES = ['run', 'node', 'approval', 'progress', 'completed', 'failed', 'cancelled'] as const;

interface Frame extends EventFrame {
  readonly event: (typeof RUN_FRAMES)[number];
}

export class RunFrames implements FrameSource<WorkflowRunEvent> {
  private run: WorkflowRun = { status: 'absent' };
  private lastProgress = '';

  constructor(
    private readonly urls: SignedUrls,
    private readonly figures: RunFigures,
  ) {}

  get isOver(): boolean {
    return this.run.status !== 'absent' && this.run.status !== 'running' && this.run.status !== 'queued';
  }

  next(event: Recorded<WorkflowRunEvent>): Frame[] | Promise<Frame[]> {
    const before = this.run;
    this.run = evolve(before, event);
    const { run } = this;
    if (run.status === 'absent') return [];
    // Whether it begins at once stands in the next event; until then it waits.
    if (event.type === 'RunRequested')
      return run.slot === null ? [] : [{ id: `${event.position}.0`, event: 'run', data: { status: run.status } }];
    const frames: Omit<Frame, 'id'>[] = [];
    const status = runStatus(run);
    const wasStatus = before.status === 'absent' ? null : runStatus(before);
    const isGoing = status === 'running' || status === 'awaiting_approval';
    if (event.type === 'RunStarted' || (isGoing && status !== wasStatus)) frames.push({ event: 'run', data: { status } });
    if (event.type === 'NodeApprovalRequested' || event.type === 'NodeApprovalDecided') frames.push(approvalFrame(event));
    frames.push(...nodeFrames(before, run));
    const progress = progressOf(run);
    const seen = JSON.stringify(progress);
    if (seen !== this.lastProgress) frames.push({ event: 'progress', data: progress });
    this.lastProgress = seen;
    const named = (all: readonly Omit<Frame, 'id'>[]): Frame[] => all.map((frame, n) => ({ id: `${event.position}.${n}`, ...frame }));
    // What is recorded of it afterwards is no other end.
    const isEnd = status !== wasStatus && (run.status === 'completed' || run.status === 'failed' || run.status === 'cancelled');
    if (!isEnd) return named(frames);
    // How far its lists came, and what they have cost, stands in streams of their own.
    return this.figures
      .ofOne(run)
      .then((known) => named([...frames, { event: run.status as 'completed', data: runView(run, this.urls, known) }]));
  }
}

function approvalFrame(event: NodeApprovalRequested | NodeApprovalDecided): Omit<Frame, 'id'> {
  const { node, take } = event.data;
  return { event: 'approval', data: { node, take, status: event.type === 'NodeApprovalRequested' ? 'pending' : event.data.decision } };
}

/** One for each node that is otherwise than before. */
function nodeFrames(before: WorkflowRun, run: RunState): Omit<Frame, 'id'>[] {
  const earlier = before.status === 'absent' ? [] : before.nodes;
  return run.nodes.flatMap((node, index) => {
    const { status, attempts, source: model, error } = node;
    const was = earlier[index];
    const isSame = was === undefined ? status === 'pending' : was.status === status && was.attempts === attempts && was.source === model;
    const id = run.topology.nodes[index]?.id;
    return isSame ? [] : [{ event: 'node' as const, data: { id, status: shownStatus(node), attempts, model, error } }];
  });
}
