import { Body, Controller, Delete, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  LOCATION,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
  validationFailed,
} from '#platform';
import { type InTransaction } from '../../contracts/requester.js';
import { RunChanges } from '../application/run-changes.service.js';
import { type RunView } from '../application/run.view.js';
import { WorkflowRuns } from '../application/runs.service.js';
import { ApproveBody, ForkRunBody, RejectBody, RetryRunBody, TryNodeBody } from './run.request.js';
import { WorkflowRunResponse } from './run.response.js';

const ApiNode = (): MethodDecorator => ApiParam({ name: 'node', description: 'Id of the node.', schema: { type: 'string' } });
const locationOf = (runId: string): string => `/v1/workflow-runs/${runId}`;

/** What becomes of runs that are there. Translates between HTTP and `RunChanges`; decides nothing. */
@ApiTags('workflows')
@Scopes('workflows:write')
@Controller('v1/workflow-runs/:id')
export class RunChangesController {
  constructor(
    private readonly changes: RunChanges,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post('retry')
  @HttpCode(202)
  @Idempotent()
  @ApiOperation({
    summary: 'Have a failed run go on',
    description: 'What failed, and what did not come to be because of it, is made; everything that is there stays.',
  })
  @ApiBody({ type: RetryRunBody, required: false, examples: { from: { value: { from: 'voice' } } } })
  @Problems('workflow_run_not_found', 'not_failed', 'concurrency_limit', 'quota_exceeded')
  @ApiAcceptedResponse({ type: WorkflowRunResponse, description: 'The run after it' })
  retry(
    @UuidParam('id') id: string,
    @Body() { from }: RetryRunBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<WorkflowRunResponse> {
    return this.changes.retry(actorOf(principal), id, from ?? null, this.answering(request, 202));
  }

  @Post('fork')
  @HttpCode(202)
  @Idempotent()
  @ApiOperation({
    summary: 'Run it again, with changes',
    description: 'A run of its own; what would come out the same is taken over, also from another version.',
  })
  @ApiBody({ type: ForkRunBody, required: false, examples: { other: { value: { inputs: { who: 'everybody' } } } } })
  @Problems(
    'workflow_run_not_found',
    'workflow_not_found',
    'version_not_found',
    'workflow_is_draft',
    'over_budget',
    'concurrency_limit',
    'quota_exceeded',
  )
  @ApiAcceptedResponse({ type: WorkflowRunResponse, description: 'Accepted', headers: LOCATION })
  async fork(
    @UuidParam('id') id: string,
    @Body() body: ForkRunBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowRunResponse> {
    const faults = ForkRunBody.faultsBeside({ ...body });
    if (faults.length > 0) throw validationFailed(faults);
    const runId = this.ids.next();
    const run = await this.changes.fork(actorOf(principal), id, body, {
      runId,
      alongside: this.answering(request, 202, locationOf(runId)),
    });
    response.location(locationOf(runId));
    return run;
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a run that has ended',
    description: 'With its files and all that was said in it; what it cost stays on the bill.',
  })
  @Problems('workflow_run_not_found', 'not_finished')
  @ApiNoContentResponse({ description: 'It is gone' })
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.changes.delete(actorOf(principal), id);
  }

  @Post('approvals/:node/approve')
  @HttpCode(200)
  @Idempotent()
  @ApiNode()
  @ApiOperation({
    summary: 'Approve what a node shows',
    description: 'Or, with `edits`, a text in place of it. A second decision is refused.',
  })
  @ApiBody({ type: ApproveBody, required: false, examples: { edited: { value: { comment: 'Good', edits: 'As it should be.' } } } })
  @Problems('workflow_run_not_found', 'approval_not_found', 'already_decided', 'not_awaiting_approval')
  @ApiOkResponse({ type: WorkflowRunResponse, description: 'The run after it' })
  approve(
    @UuidParam('id') id: string,
    @Param('node') node: string,
    @Body() body: ApproveBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<WorkflowRunResponse> {
    return this.changes.decide(actorOf(principal), id, node, { decision: 'approved', ...body }, this.answering(request, 200));
  }

  @Post('approvals/:node/reject')
  @HttpCode(200)
  @Idempotent()
  @ApiNode()
  @ApiOperation({
    summary: 'Reject what a node shows',
    description: 'The node says what that means: the end, another branch, or that it is made again with the comment.',
  })
  @ApiBody({ type: RejectBody, required: false, examples: { why: { value: { comment: 'Warmer, please' } } } })
  @Problems('workflow_run_not_found', 'approval_not_found', 'already_decided', 'not_awaiting_approval', 'quota_exceeded')
  @ApiOkResponse({ type: WorkflowRunResponse, description: 'The run after it' })
  reject(
    @UuidParam('id') id: string,
    @Param('node') node: string,
    @Body() body: RejectBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<WorkflowRunResponse> {
    return this.changes.decide(actorOf(principal), id, node, { decision: 'rejected', ...body }, this.answering(request, 200));
  }

  private answering(request: Request, status: number, location: string | null = null): InTransaction<RunView> {
    return (tx, body) => this.idempotency.complete(tx, request, { status, location, body });
  }
}

/** One node by itself. */
@ApiTags('workflows')
@Controller('v1/workflows/:id/nodes/:node')
export class TryNodeController {
  constructor(
    private readonly runs: WorkflowRuns,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post('try')
  @HttpCode(202)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiNode()
  @ApiOperation({ summary: 'Try one node of a workflow', description: 'A run of this node alone; what comes into it is given by port.' })
  @ApiBody({ type: TryNodeBody, required: false, examples: { words: { value: { inputs: { text: 'Hello.' } } } } })
  @Problems('workflow_not_found', 'version_not_found', 'node_not_found', 'workflow_is_draft', 'over_budget', 'quota_exceeded')
  @ApiAcceptedResponse({ type: WorkflowRunResponse, description: 'Accepted', headers: LOCATION })
  async tryNode(
    @UuidParam('id') workflowId: string,
    @Param('node') node: string,
    @Body() { inputs = {}, version }: TryNodeBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowRunResponse> {
    const runId = this.ids.next();
    const location = locationOf(runId);
    const alongside: InTransaction<RunView> = (tx, body) => this.idempotency.complete(tx, request, { status: 202, location, body });
    const order = version === undefined ? {} : { version };
    const run = await this.runs.start(actorOf(principal), workflowId, order, {
      runId,
      alongside,
      trigger: 'test',
      single: { node, ports: inputs },
    });
    response.location(location);
    return run;
  }
}
