import { describe, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { type QuotaAccountEvent } from '../contracts/billing.events.js';
import { AssignPlan, NoteLevels, NoteRefusal, quotaAccount } from './quota-account.decider.js';

const given = decider(quotaAccount);
const AT = '2026-01-31T12:00:00.000Z';
const orgId = 'organisation';
const january = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const february = { start: '2026-02-01T00:00:00.000Z', end: '2026-03-01T00:00:00.000Z' };
const plan = { orgId, plan: 'free', overrides: { videos: 10, storage_bytes: null }, timezone: 'UTC', startsAt: AT };
const assigned: QuotaAccountEvent = { type: 'PlanAssigned', data: { ...plan, assignedAt: AT } };
const levels = (percentage: number, period = january) =>
  new NoteLevels({ orgId, period, levels: [{ resource: 'videos', percentage }] }, AT);
const warned = (threshold: number, percentage: number, period = january): QuotaAccountEvent => ({
  type: 'QuotaWarningRaised',
  data: { orgId, resource: 'videos', threshold, percentage, period, raisedAt: AT },
});

describe('an account', () => {
  it('has the plan it was given last', () => {
    given().when(new AssignPlan(plan, AT)).then(assigned);
    given(assigned)
      .when(new AssignPlan({ ...plan, overrides: { storage_bytes: null, videos: 10 } }, AT))
      .thenNothing();
    given(assigned)
      .when(new AssignPlan({ ...plan, overrides: {} }, AT))
      .then({ type: 'PlanAssigned', data: { ...plan, overrides: {}, assignedAt: AT } });
  });

  it('is warned once at 80 and once at 100 percent in each period', () => {
    given(assigned).when(levels(79)).thenNothing();
    given(assigned).when(levels(85)).then(warned(80, 85));
    given(assigned, warned(80, 85)).when(levels(99)).thenNothing();
    given(assigned, warned(80, 85)).when(levels(100)).then(warned(100, 100));
    given(assigned).when(levels(120)).then(warned(80, 120), warned(100, 120));
    given(assigned, warned(80, 85), warned(100, 100)).when(levels(150)).thenNothing();
    given(assigned, warned(80, 85))
      .when(levels(80, february))
      .then(warned(80, 80, february));
    given(assigned, warned(80, 80, february))
      .when(levels(80))
      .thenNothing();
  });

  it('tells of refusals once a minute for each resource', () => {
    const refusal = { resource: 'videos' as const, limit: 10, used: 0, reserved: 10, requested: 1, resetsAt: january.end };
    const refused = (refusedAt: string): QuotaAccountEvent => ({ type: 'QuotaExceeded', data: { orgId, ...refusal, refusedAt } });
    const note = (at: string, resource: 'videos' | 'storage_bytes' = 'videos') =>
      new NoteRefusal({ orgId, refusal: { ...refusal, resource } }, at);
    given(assigned).when(note(AT)).then(refused(AT));
    given(assigned, refused(AT)).when(note('2026-01-31T12:00:59.999Z')).thenNothing();
    given(assigned, refused(AT)).when(note('2026-01-31T12:01:00.000Z')).then(refused('2026-01-31T12:01:00.000Z'));
    given(assigned, refused(AT))
      .when(note(AT, 'storage_bytes'))
      .then({ type: 'QuotaExceeded', data: { orgId, ...refusal, resource: 'storage_bytes', refusedAt: AT } });
  });
});
