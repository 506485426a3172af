import { Injectable } from '@nestjs/common';
import { Clock, problemOf, soleValue } from '#platform';
import { type RunGate, RunGates } from '#workflows';
import { type Locale } from '../locales.js';
import { type Answer, pathOf, shownTime } from './gate-desk.js';
import { type Link } from './link-table.js';
import { runGatePage, type RunPageState } from './page/run-gate-page.js';

type Refused = Extract<RunPageState, { kind: 'open' }>['refused'];

/** Shows the gate of a run as it stands, and takes the answer of whoever has the link. */
@Injectable()
export class RunGateDesk {
  constructor(
    private readonly gates: RunGates,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the run is not there any more */
  async page(link: Link, locale: Locale, refused: Refused = null): Promise<string | null> {
    const gate = await this.gateOf(link);
    return (
      gate && runGatePage({ locale, title: gate.title, message: gate.message, state: await this.stateOf(link, gate, locale, refused) })
    );
  }

  /** @param form `decision`, `comment`. @returns null when the run is not there any more */
  async decide(link: Link, form: URLSearchParams, locale: Locale): Promise<Answer | null> {
    const decision = soleValue(form, 'decision');
    const comment = (form.get('comment') ?? '').replaceAll('\r\n', '\n').trim();
    const isAllowed = (decision === 'approve' || decision === 'reject') && link.may.includes(decision) && comment.length <= 5_000;
    if (!isAllowed) return this.refusal(link, locale, 400, 'validation_failed', comment);
    const by = { orgId: link.orgId, actor: `link:${link.id}` };
    const given = { decision: decision === 'approve' ? ('approved' as const) : ('rejected' as const), ...(comment !== '' && { comment }) };
    try {
      await this.gates.decide(by, link.subjectId, { node: link.gateName, take: link.gate - 1 }, given);
      return { isTaken: true };
    } catch (error) {
      const { document } = problemOf(error, '');
      if (document.status >= 500) throw error;
      return document.status === 404 ? null : this.refusal(link, locale, document.status, document.code, comment);
    }
  }

  private async refusal(link: Link, locale: Locale, status: number, code: string, comment: string): Promise<Answer | null> {
    const page = await this.page(link, locale, { code, comment });
    return page === null ? null : { isTaken: false, status, page };
  }

  private async gateOf({ orgId, subjectId, gateName, gate }: Link): Promise<RunGate | null> {
    try {
      const requests = await this.gates.of(orgId, subjectId, gateName);
      return requests.find(({ take }) => take === gate - 1) ?? null;
    } catch (error) {
      if (['workflow_run_not_found', 'approval_not_found'].includes(String((error as { code?: unknown }).code))) return null;
      throw error;
    }
  }

  private async stateOf(link: Link, gate: RunGate, locale: Locale, refused: Refused): Promise<RunPageState> {
    if (gate.status === 'cancelled') return { kind: 'over' };
    if (gate.status === 'pending') {
      const { subject, deadlineAt, onDeadline } = gate;
      const leftSeconds = deadlineAt === null ? null : Math.max(0, (Date.parse(deadlineAt) - this.clock.nowMs()) / 1000);
      const deadline =
        leftSeconds === null ? null : { leftSeconds, then: onDeadline === 'approve' ? ('approve' as const) : ('cancel' as const) };
      const shown = subject.kind === 'text' ? subject : { ...subject, urls: subject.urls.map(pathOf) };
      return { kind: 'open', subject: shown, may: link.may, deadline, refused };
    }
    const { status: decision, byDeadline, comment, decidedAt } = gate;
    return { kind: 'decided', decision, by: null, byDeadline, at: shownTime(decidedAt ?? '', locale), comment };
  }
}
