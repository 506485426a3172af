import { Injectable } from '@nestjs/common';
import { EventStore, UnitOfWork } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { Clock, decodeCursor, Erasers, isUuid, type Page, pageOf, type PageQuery } from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type InTransaction, type Requester } from '../../contracts/requester.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { GraphJudge, type Judgement } from '../../graph/application/graph-judge.js';
import { digestOf, GraphStore } from '../../graph/application/graph-store.js';
import { NamedChecks } from '../../graph/application/named-checks.js';
import { runStatus } from '../../run/application/run.view.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { FaultyWorkflow, UnknownVersion, UnknownWorkflow } from '../../shared/domain/refusals.js';
import { ScheduleBook } from '../../schedule/application/schedule-book.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { CreateWorkflow, DeleteWorkflow, type SavedDocument, SaveWorkflow } from '../domain/workflow.commands.js';
import { type KeptWorkflow, type SavedVersion, workflow } from '../domain/workflow.decider.js';
import { exported } from './exported.js';
import { type VersionView, versionView, type WorkflowView, workflowView } from './workflow.view.js';

/** A workflow at one of its versions, with the document. */
export interface VersionedWorkflow {
  readonly kept: KeptWorkflow;
  readonly saved: SavedVersion;
  readonly document: WorkflowDocument;
}

/** Keeps workflows: judges what is sent, saves versions, and shows them. */
@Injectable()
export class Workflows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly rows: OwnedRows,
    private readonly graphs: GraphStore,
    private readonly judge: GraphJudge,
    private readonly named: NamedChecks,
    private readonly types: NodeTypes,
    private readonly schedules: ScheduleBook,
    private readonly erasers: Erasers,
    private readonly clock: Clock,
  ) {}

  /** @throws FaultyWorkflow with all faults: nothing was saved */
  async create(by: Requester, body: unknown, workflowId: string, alongside: InTransaction<WorkflowView>): Promise<WorkflowView> {
    const { document, judgement } = await this.judged(body, by.orgId);
    return this.unitOfWork.run(async (tx) => {
      const command = new CreateWorkflow({ workflowId, ...(await this.saving(tx, by.orgId, document)) }, this.clock.now());
      const { state } = await tx.decide(workflow, workflowId, command, by);
      await this.schedules.follow(tx, by, workflowId, undefined, document);
      const made = viewOf(state, document, judgement);
      await alongside(tx, made);
      return made;
    });
  }

  /** @throws FaultyWorkflow, UnknownWorkflow, VersionConflict: nothing was saved */
  async save(by: Requester, workflowId: string, { baseVersion, ...body }: { readonly baseVersion?: unknown }): Promise<WorkflowView> {
    await this.mustHave(by.orgId, workflowId);
    const { document, judgement } = await this.judged(body, by.orgId, baseVersion);
    const base = typeof baseVersion === 'number' ? baseVersion : null;
    const before = (await this.versioned(by.orgId, workflowId)).document.schedule;
    return this.unitOfWork.run(async (tx) => {
      const saving = await this.saving(tx, by.orgId, document);
      const { state } = await tx.decide(
        workflow,
        workflowId,
        new SaveWorkflow({ workflowId, baseVersion: base, ...saving }, this.clock.now()),
        by,
      );
      await this.schedules.follow(tx, by, workflowId, before, document);
      return viewOf(state, document, judgement);
    });
  }

  /** Its runs go on, its schedules end, what was answered and said of it is forgotten. @throws UnknownWorkflow */
  async delete(by: Requester, workflowId: string): Promise<void> {
    await this.mustHave(by.orgId, workflowId);
    await this.unitOfWork.run(async (tx) => {
      await tx.decide(workflow, workflowId, new DeleteWorkflow({ workflowId }, this.clock.now()), by);
      await this.schedules.workflowGone(tx, workflowId);
      await this.erasers.eraseIn(tx, { orgId: by.orgId, subjectId: workflowId, streamId: streamIdOf(workflow, workflowId) });
    });
  }

  /** @param version default: the latest @throws UnknownWorkflow, UnknownVersion */
  async versioned(orgId: string, workflowId: string, version: number | null = null): Promise<VersionedWorkflow> {
    await this.mustHave(orgId, workflowId);
    const { state: kept } = await this.store.load(workflow, workflowId);
    if (kept.status !== 'kept') throw new UnknownWorkflow(workflowId);
    const saved = version === null ? kept.versions.at(-1) : kept.versions[version - 1];
    if (!saved) throw new UnknownVersion(workflowId, version ?? 0);
    return { kept, saved, document: await this.graphs.read(orgId, saved.document) };
  }

  async read(orgId: string, workflowId: string, version: number | null): Promise<WorkflowView> {
    const { kept, saved, document } = await this.versioned(orgId, workflowId, version);
    const { warnings } = await this.validate(orgId, document);
    const lastRun = (await this.lastRuns(orgId, [workflowId])).get(workflowId) ?? null;
    return workflowView(kept, saved, document, { lastRun, warnings: warnings.map(shownWarning) });
  }

  async list(orgId: string, { limit, cursor }: PageQuery, search: string | null): Promise<Page<WorkflowView>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const ids = await this.rows.newest('workflows.workflows', orgId, { limit: limit + 1, olderThan, search });
    const loaded = await this.store.loadMany(workflow, ids);
    const lastRuns = await this.lastRuns(orgId, ids);
    const views: WorkflowView[] = [];
    for (const id of ids) {
      const kept = loaded.get(id)?.state;
      const saved = kept?.status === 'kept' ? kept.versions.at(-1) : undefined;
      if (kept?.status !== 'kept' || !saved) continue;
      views.push(workflowView(kept, saved, await this.graphs.read(orgId, saved.document), { lastRun: lastRuns.get(id) ?? null }));
    }
    return pageOf(
      views,
      limit,
      ({ id }) => id,
      (view) => view,
    );
  }

  /** Newest first. @throws UnknownWorkflow */
  async versions(orgId: string, workflowId: string, { limit, cursor }: PageQuery): Promise<Page<VersionView>> {
    const { kept } = await this.versioned(orgId, workflowId);
    const before = cursor === undefined ? Infinity : Number(decodeCursor(cursor, (key) => /^\d{1,9}$/.test(key)));
    const older = kept.versions.filter(({ version }) => version < before).reverse();
    return pageOf(older.slice(0, limit + 1), limit, ({ version }) => String(version), versionView);
  }

  /** For somebody else. @param version default: the latest @throws UnknownWorkflow, UnknownVersion */
  async exported(orgId: string, workflowId: string, version: number | null): Promise<WorkflowDocument> {
    return exported((await this.versioned(orgId, workflowId, version)).document, this.types);
  }

  /** A secret or an endpoint may be made later: that one is missing is no more than a warning, until a run is started. */
  async validate(orgId: string, body: unknown): Promise<Judgement> {
    const judgement = this.judge.judge(body, orgId);
    if (judgement.errors.length > 0) return judgement;
    const missing = await this.named.warningsOf(orgId, (body as WorkflowDocument).graph);
    return { ...judgement, warnings: [...judgement.warnings, ...missing.map((one) => ({ ...one, severity: 'warning' as const }))] };
  }

  private async judged(body: unknown, orgId: string, baseVersion?: unknown): Promise<{ document: WorkflowDocument; judgement: Judgement }> {
    const judgement = await this.validate(orgId, body);
    const isDraft = (body as { draft?: unknown } | null)?.draft === true;
    // A draft may be wrong in what it means, never in its shape: it has to be kept and shown.
    const errors = judgement.errors.filter(({ code }) => !isDraft || SHAPE.includes(code));
    const isBase = baseVersion === undefined || (Number.isSafeInteger(baseVersion) && Number(baseVersion) > 0);
    const base = { ...BASE, severity: 'error', node: null, edge: null, related: [] } as const;
    if (errors.length > 0 || !isBase) throw new FaultyWorkflow([...errors, ...(isBase ? [] : [base])]);
    return { document: body as WorkflowDocument, judgement };
  }

  private async saving(tx: Parameters<GraphStore['keep']>[0], orgId: string, document: WorkflowDocument): Promise<SavedDocument> {
    const { name, description = '', settings: { onFailure, maxCostMicros } = {}, draft: isDraft = false } = document;
    const settings = { ...(onFailure && { onFailure }), ...(maxCostMicros !== undefined && { maxCostMicros }) };
    return { name, description, settings, isDraft, digest: digestOf(document), document: await this.graphs.keep(tx, orgId, document) };
  }

  private async mustHave(orgId: string, workflowId: string): Promise<void> {
    if (!(await this.rows.has('workflows.workflows', orgId, workflowId))) throw new UnknownWorkflow(workflowId);
  }

  private async lastRuns(orgId: string, ids: readonly string[]): Promise<ReadonlyMap<string, NonNullable<WorkflowView['lastRun']>>> {
    const newest = await this.rows.lastRuns(orgId, ids);
    const runs = await this.store.loadMany(workflowRun, [...newest.values()]);
    const shown = [...newest].flatMap(([workflowId, id]) => {
      const run = runs.get(id)?.state;
      return run && run.status !== 'absent' ? [[workflowId, { id, status: runStatus(run), createdAt: run.createdAt }] as const] : [];
    });
    return new Map(shown);
  }
}

const SHAPE = [
  'invalid_document',
  'invalid_id',
  'graph_too_large',
  'too_many_nodes',
  'too_many_edges',
  'too_many_faults',
  'secret_in_params',
];
const BASE = { code: 'invalid_document', path: 'baseVersion', message: 'must be the number of a version' };

const shownWarning = ({ code, path, node, message }: Judgement['warnings'][number]) => ({ code, path, node, message });

function viewOf(state: { readonly status: string }, document: WorkflowDocument, { warnings }: Judgement): WorkflowView {
  const kept = state as KeptWorkflow;
  const saved = kept.versions.at(-1);
  if (!saved) throw new RangeError('a workflow without a version');
  return workflowView(kept, saved, document, { warnings: warnings.map(shownWarning) });
}
