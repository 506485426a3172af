import { Injectable } from '@nestjs/common';
import { SignedUrls } from '#assets';
import { EventStore } from '#eventing';
import { MESSAGE_NODE, type RunMessage, RunMessages } from '../../contracts/run-messages.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { indexOfNode } from '../domain/workflow-run.state.js';
import { valueView } from './run.view.js';

/** Reads them where they stand: in the run's own events. */
@Injectable()
export class MessagesOfRuns extends RunMessages {
  constructor(
    private readonly store: EventStore,
    private readonly rows: OwnedRows,
    private readonly urls: SignedUrls,
  ) {
    super();
  }

  override async read(
    orgId: string,
    runId: string,
    { id, take }: { readonly id: string; readonly take: number },
  ): Promise<RunMessage | null> {
    if (!(await this.rows.has('workflows.runs', orgId, runId))) return null;
    const { state: run } = await this.store.load(workflowRun, runId);
    if (run.status === 'absent' || run.status === 'deleted') return null;
    const index = indexOfNode(run, id);
    const node = run.nodes[index];
    if (run.topology.nodes[index]?.type !== MESSAGE_NODE || node?.take !== take) return null;
    const { message, data } = node.outputs;
    const said = message && 'value' in message ? (message.value as { readonly text?: unknown } | null)?.text : undefined;
    if (typeof said !== 'string') return null;
    return { text: said, url: (data && valueView(data, this.urls).url) ?? null };
  }
}
