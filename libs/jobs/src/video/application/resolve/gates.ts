import { type ApprovalType, type GateDeadline } from '../../../contracts/video-request.js';
import { isApprovalType } from '../../domain/video-job.commands.js';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';

/** A month: who has not decided by then will not. */
export const MAX_DEADLINE_SECONDS = 30 * 24 * 3600;
const MEMBERS = new Set(['type', 'deadlineSeconds', 'onDeadline']);

export interface Gates {
  readonly approvals: readonly ApprovalType[];
  readonly deadlines: readonly GateDeadline[];
}

/** Reads `approvals`, whose members are names or objects; every fault is added to `faults`. */
export function readGates(given: readonly unknown[], faults: FieldError[]): Gates {
  const approvals: ApprovalType[] = [];
  const deadlines: GateDeadline[] = [];
  given.forEach((gate, index) => {
    const path = `approvals.${index}`;
    const isNamed = typeof gate === 'string';
    if (!isNamed && (typeof gate !== 'object' || gate === null || Array.isArray(gate))) {
      faults.push(fieldError(path, 'must be the name of a gate, or an object with type, deadlineSeconds and onDeadline'));
      return;
    }
    const { type, deadlineSeconds, onDeadline, ...others } = (isNamed ? { type: gate } : gate) as Record<string, unknown>;
    for (const name of Object.keys(others)) if (!MEMBERS.has(name)) faults.push(fieldError(`${path}.${name}`, 'is not a field of a gate'));
    if (typeof type !== 'string' || !isApprovalType(type)) {
      faults.push(fieldError(isNamed ? path : `${path}.type`, 'must be one of script, images, videos'));
      return;
    }
    if (approvals.includes(type)) faults.push(fieldError(path, `names the gate "${type}" a second time`));
    approvals.push(type);
    if (onDeadline !== undefined && onDeadline !== 'approve' && onDeadline !== 'cancel') {
      faults.push(fieldError(`${path}.onDeadline`, 'must be approve or cancel'));
    }
    if (deadlineSeconds === undefined) {
      if (onDeadline !== undefined) faults.push(fieldError(`${path}.deadlineSeconds`, 'is needed with onDeadline'));
      return;
    }
    if (!Number.isInteger(deadlineSeconds) || Number(deadlineSeconds) < 1 || Number(deadlineSeconds) > MAX_DEADLINE_SECONDS) {
      faults.push(fieldError(`${path}.deadlineSeconds`, `must be a whole number of seconds from 1 to ${MAX_DEADLINE_SECONDS}`));
      return;
    }
    deadlines.push({ type, deadlineSeconds: Number(deadlineSeconds), onDeadline: onDeadline === 'approve' ? 'approve' : 'cancel' });
  });
  return { approvals, deadlines };
}
