import { Injectable } from '@nestjs/common';
import { type Queryable, Refusal } from '#platform';
import { RunGates } from '#workflows';
import { type Link, LinkTable, type NewLink } from './link-table.js';

type Order = Omit<NewLink, 'kind' | 'gate'>;

/** Links with which somebody without an account decides a gate of a run, bound to one take of one node. */
@Injectable()
export class RunLinks {
  constructor(
    private readonly table: LinkTable,
    private readonly gates: RunGates,
  ) {}

  /** @throws `workflow_run_not_found`, `approval_not_found`, `not_awaiting_approval`, `already_decided` */
  async create(
    order: Order,
    alongside: (tx: Queryable, made: { link: Link; url: string }) => Promise<void>,
  ): Promise<{ link: Link; url: string }> {
    const { orgId, subjectId: runId, gateName: node } = order;
    const requests = await this.gates.of(orgId, runId, node);
    const last = requests.at(-1);
    if (last?.status !== 'pending') {
      const code = last === undefined || last.status === 'cancelled' ? 'not_awaiting_approval' : 'already_decided';
      throw new Refusal('conflict', code, `Nothing waits for a decision at "${node}".`, { details: { runId, node } });
    }
    return this.table.create({ ...order, kind: 'run', gate: last.take + 1 }, alongside);
  }

  /** @throws `workflow_run_not_found`, `approval_not_found` */
  async list(orgId: string, runId: string, node: string, limit: number, olderThan: string | null): Promise<Link[]> {
    await this.gates.of(orgId, runId, node);
    return this.table.list({ orgId, kind: 'run', subjectId: runId, gateName: node }, limit, olderThan);
  }

  /** @throws Refusal `not_found` */
  revoke(orgId: string, runId: string, node: string, id: string): Promise<void> {
    return this.table.revoke({ orgId, kind: 'run', subjectId: runId, gateName: node }, id);
  }
}
