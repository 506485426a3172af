import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Idempotent, type Principal, Problems, Scopes, UuidParam } from '#platform';
import { RunEstimates } from '../application/estimates.service.js';
import { WORKFLOW_EXAMPLE } from '../../workflow/http/workflow.request.js';
import { WorkflowEstimateResponse } from './estimate.response.js';
import { EstimateDocumentBody, EstimateRunBody } from './run.request.js';

/** What a run would cost and take. Translates between HTTP and `RunEstimates`; decides nothing. */
@ApiTags('workflows')
@Controller('v1/workflows')
export class EstimatesController {
  constructor(private readonly estimates: RunEstimates) {}

  @Post('estimate')
  @HttpCode(200)
  @Scopes('workflows:read')
  @Idempotent()
  @ApiOperation({
    summary: 'What a run of a document would use and take, without keeping it',
    description: 'The document with `inputs` beside it. Price, critical path, and whether the quota allows it now.',
  })
  @ApiBody({ type: EstimateDocumentBody, examples: { greeting: { value: { ...WORKFLOW_EXAMPLE, inputs: { who: 'world' } } } } })
  @ApiOkResponse({ type: WorkflowEstimateResponse, description: 'The estimate' })
  ofDocument(@Body() body: unknown, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowEstimateResponse> {
    const { inputs, ...document } = (typeof body === 'object' && body !== null ? body : {}) as { readonly inputs?: unknown };
    return this.estimates.ofDocument(orgId, document, { inputs });
  }

  @Post(':id/estimate')
  @HttpCode(200)
  @Scopes('workflows:read')
  @Idempotent()
  @ApiOperation({
    summary: 'What a run of a workflow would use and take',
    description: 'Takes the body of a run; starting it right after reserves exactly these quantities. Nothing is started or set aside.',
  })
  @ApiBody({ type: EstimateRunBody, required: false, examples: { greeting: { value: { inputs: { who: 'world' } } } } })
  @Problems('workflow_not_found', 'version_not_found', 'workflow_is_draft')
  @ApiOkResponse({ type: WorkflowEstimateResponse, description: 'The estimate' })
  ofWorkflow(
    @UuidParam('id') id: string,
    @Body() { version, inputs, until, pins }: EstimateRunBody,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WorkflowEstimateResponse> {
    return this.estimates.ofWorkflow(orgId, id, version ?? null, { inputs, pins, ...(until && { until }) });
  }
}
