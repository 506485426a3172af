import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  actorOf,
  CatalogueQuery,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  LOCATION,
  pageOfAll,
  PageQuery,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
} from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { fault } from '../../graph/domain/fault.js';
import { FaultyWorkflow } from '../../shared/domain/refusals.js';
import { WorkflowTemplates } from '../../shipped/workflow-templates.js';
import { imported } from '../application/exported.js';
import { FilmDocuments } from '../application/film-documents.js';
import { Workflows } from '../application/workflows.service.js';
import {
  CreateWorkflowBody,
  ImportWorkflowBody,
  SaveWorkflowBody,
  VersionQuery,
  WORKFLOW_EXAMPLE,
  WorkflowDocumentBody,
  WorkflowsQuery,
} from './workflow.request.js';
import {
  WorkflowListResponse,
  WorkflowNodeTypeListResponse,
  WorkflowResponse,
  WorkflowTemplateListResponse,
  WorkflowValidationResponse,
  WorkflowVersionListResponse,
} from './workflow.response.js';

const EXAMPLES = { greeting: { value: WORKFLOW_EXAMPLE } };
const CREATE_EXAMPLES = { ...EXAMPLES, ours: { value: { template: 'stock-narration', name: 'Facts about the sea' } } };

const IMPORT_EXAMPLES = { ...EXAMPLES, film: { value: { assetId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11' } } };

/** Translates between HTTP and `Workflows`; decides nothing. Documents come as they were sent: they are judged as a whole. */
@ApiTags('workflows')
@Controller('v1/workflows')
export class WorkflowsController {
  constructor(
    private readonly workflows: Workflows,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
    private readonly templates: WorkflowTemplates,
    private readonly films: FilmDocuments,
  ) {}

  @Post()
  @HttpCode(201)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Keep a workflow: a graph of typed nodes',
    description: 'Faults are told all at once, each with its code and place. A draft is kept although its graph is faulty.',
  })
  @ApiBody({ type: CreateWorkflowBody, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: WorkflowResponse, description: 'Kept', headers: LOCATION })
  async create(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowResponse> {
    return this.kept(documentOf(body, this.templates), principal, request, response);
  }

  @Post('import')
  @HttpCode(201)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Keep a workflow that was exported',
    description:
      'Takes what `export` gives, the `manifest` of a film whose workflow has `embedGraph`, or `assetId`: a film in your media library that a workflow of yours has made; ' +
      'what is said beside that is as you say it. A schedule in it is paused until you say otherwise.',
  })
  @ApiBody({ type: ImportWorkflowBody, examples: IMPORT_EXAMPLES })
  @ApiCreatedResponse({ type: WorkflowResponse, description: 'Kept', headers: LOCATION })
  async import(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowResponse> {
    const { assetId, ...own } = bodyOf(body) as { assetId?: unknown };
    const sent = assetId === undefined ? body : { ...(await this.films.of(actorOf(principal).orgId, assetId)), ...own };
    return this.kept(imported(sent), principal, request, response);
  }

  private async kept(document: object, principal: Principal, request: Request, response: Response): Promise<WorkflowResponse> {
    const id = this.ids.next();
    const location = `/v1/workflows/${id}`;
    const made = await this.workflows.create(actorOf(principal), document, id, (tx, answer) =>
      this.idempotency.complete(tx, request, { status: 201, location, body: answer }),
    );
    response.location(location);
    return made;
  }

  @Post('validate')
  @HttpCode(200)
  @Scopes('workflows:read')
  @Idempotent()
  @ApiOperation({
    summary: 'All that is wrong with a document, without keeping it',
    description: 'Errors and warnings with node, edge and place; for a right one, the order in which its nodes run.',
  })
  @ApiBody({ type: WorkflowDocumentBody, examples: EXAMPLES })
  @ApiOkResponse({ type: WorkflowValidationResponse, description: 'What was found' })
  async validate(@Body() body: unknown, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowValidationResponse> {
    const judgement = await this.workflows.validate(orgId, body);
    return { valid: judgement.errors.length === 0, ...judgement };
  }

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'List workflows, newest first', description: 'Of your organisation, each at its latest version.' })
  @ApiOkResponse({ type: WorkflowListResponse, description: 'A page of them' })
  list(@Query() query: WorkflowsQuery, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowListResponse> {
    return this.workflows.list(orgId, query, query.q ?? null);
  }

  @Get(':id')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'One workflow, with its graph', description: 'At its latest version, or at the one that is named.' })
  @Problems('workflow_not_found', 'version_not_found')
  @ApiOkResponse({ type: WorkflowResponse, description: 'The workflow' })
  get(
    @UuidParam('id') id: string,
    @Query() { version }: VersionQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WorkflowResponse> {
    return this.workflows.read(orgId, id, version ?? null);
  }

  @Get(':id/export')
  @Scopes('workflows:read')
  @ApiOperation({
    summary: 'The document as a file, for another organisation or installation',
    description: 'Without ids of yours; secrets stand in it by their names alone.',
  })
  @Problems('workflow_not_found', 'version_not_found')
  @ApiOkResponse({ type: WorkflowDocumentBody, description: 'The document' })
  async export(
    @UuidParam('id') id: string,
    @Query() { version }: VersionQuery,
    @CurrentPrincipal() { orgId }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowDocument> {
    const document = await this.workflows.exported(orgId, id, version ?? null);
    response.attachment(`${document.name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')}.workflow.json`);
    response.type('application/json');
    return document;
  }

  @Get(':id/versions')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'Versions of a workflow, newest first', description: 'Each is kept; runs go by the one they began with.' })
  @Problems('workflow_not_found')
  @ApiOkResponse({ type: WorkflowVersionListResponse, description: 'A page of them' })
  versions(
    @UuidParam('id') id: string,
    @Query() page: PageQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WorkflowVersionListResponse> {
    return this.workflows.versions(orgId, id, page);
  }

  @Put(':id')
  @Scopes('workflows:write')
  @ApiOperation({
    summary: 'Save a workflow as it should be from now on',
    description: 'A changed graph is a new version; runs under way keep theirs. Only moved or renamed nodes are no new version.',
  })
  @ApiBody({ type: SaveWorkflowBody, examples: { greeting: { value: { ...WORKFLOW_EXAMPLE, baseVersion: 1 } } } })
  @Problems('workflow_not_found', 'version_conflict')
  @ApiOkResponse({ type: WorkflowResponse, description: 'The workflow after it' })
  save(@UuidParam('id') id: string, @Body() body: unknown, @CurrentPrincipal() principal: Principal): Promise<WorkflowResponse> {
    return this.workflows.save(actorOf(principal), id, bodyOf(body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('workflows:write')
  @ApiOperation({ summary: 'Delete a workflow', description: 'Its runs stay, and those under way go on.' })
  @Problems('workflow_not_found')
  @ApiNoContentResponse({ description: 'It is gone' })
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.workflows.delete(actorOf(principal), id);
  }
}

const bodyOf = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {});

/** A document, or one to begin with by its id with whatever else is said. @throws FaultyWorkflow */
function documentOf(body: unknown, templates: WorkflowTemplates): object {
  const { template, ...own } = bodyOf(body) as { template?: unknown };
  if (template === undefined) return own;
  const known = typeof template === 'string' ? templates.find(template) : null;
  if (known) return { ...known, ...own };
  throw new FaultyWorkflow([fault('unknown_template', 'template', `there are ${[...templates.all.keys()].join(', ')}`)]);
}

/** Graphs that come with Kadr, and the operator's. */
@ApiTags('workflows')
@Controller('v1/workflow-templates')
export class WorkflowTemplatesController {
  constructor(private readonly templates: WorkflowTemplates) {}

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({
    summary: 'Graphs to begin with',
    description:
      'Those that come with Kadr can be run as they are, without any key. `POST /v1/workflows` takes `template` with the id of one.',
  })
  @ApiOkResponse({ type: WorkflowTemplateListResponse, description: 'They, in the order of their names' })
  list(@Query() query: CatalogueQuery): WorkflowTemplateListResponse {
    return pageOfAll(
      [...this.templates.all],
      query,
      ([id]) => id,
      ([id, { name, description = '', graph, settings = {}, schedule = null }]) => ({ id, name, description, graph, settings, schedule }),
    );
  }
}

/** What graphs are made of. */
@ApiTags('workflows')
@Controller('v1/workflow-nodes')
export class WorkflowNodesController {
  constructor(private readonly types: NodeTypes) {}

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'The types of nodes', description: 'Ports with their types, and a JSON Schema of the parameters of each.' })
  @ApiOkResponse({ type: WorkflowNodeTypeListResponse, description: 'The types, in the order of their names' })
  list(@Query() query: CatalogueQuery): WorkflowNodeTypeListResponse {
    const types = [...this.types.types].sort((a, b) => (a.type < b.type ? -1 : 1));
    return pageOfAll(
      types,
      query,
      ({ type }) => type,
      ({
        type,
        title,
        group,
        description,
        version,
        inputs,
        outputs,
        params,
        expressions = [],
        exactlyOne = [],
        atLeastOne = [],
        weight,
      }) => ({
        ...{ type, title, group, description, version, inputs, outputs, params, expressions, exactlyOne, atLeastOne, weight },
      }),
    );
  }
}
