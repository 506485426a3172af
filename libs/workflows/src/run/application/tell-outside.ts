import { type UnitOfWork } from '#eventing';
import { TellOutside } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';

/** Who tells it, in the log. */
const ACTOR = 'system';

/** What a node has to say goes out by the run's own log, before the node ends. @param at RFC 3339 @throws NotWaitedFor */
export async function tellOutside(unitOfWork: UnitOfWork, orgId: string, told: TellOutside['data'], at: string): Promise<void> {
  await unitOfWork.run((tx) => tx.decide(workflowRun, told.runId, new TellOutside(told, at), { orgId, actor: ACTOR }));
}
