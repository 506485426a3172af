/** Calls that cost something or decide something: asked for once, done once. */
import { createHash } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type CallToolResult,
  inputRequired,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { answer } from './answers.js';
import { type KadrMcpOptions } from './settings.js';

export type ToolResult = CallToolResult | InputRequiredResult;

/** A call as it was made. `args` are without what only speaks about the call itself. */
export interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly requestId?: string | undefined;
  readonly confirmationToken?: string | undefined;
  readonly context: ServerContext;
}

/** The same whatever the order of members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

export const digestOf = (...parts: readonly unknown[]): string => createHash('sha256').update(canonical(parts)).digest('hex');

/** For `Idempotency-Key`: of tool, caller and body, or of the id that the caller gave. */
export async function keyOf({ caller }: KadrMcpOptions, { tool, args, requestId }: Call): Promise<string> {
  const who = await caller();
  return `mcp-${requestId === undefined ? digestOf(tool, who, args) : digestOf(tool, who, 'request', requestId)}`;
}

export interface Question {
  readonly kind: 'spend' | 'decide';
  readonly costMicros: number;
  /** What a person reads. */
  readonly title: string;
}

const MAX_TITLE = 200;
const FORM = { type: 'object' as const, properties: { confirm: { type: 'boolean' as const, title: 'Allow' } }, required: ['confirm'] };

/** @returns null when it may be done; else what to answer instead */
export async function permission(options: KadrMcpOptions, call: Call, { kind, costMicros, title }: Question): Promise<ToolResult | null> {
  if (kind === 'spend' && costMicros === 0) return null;
  // A form is bound to the price that it shows: at another price another one is asked for.
  const form = `confirm_${kind}_${costMicros}`;
  const said = acceptedContent<{ confirm?: unknown }>(call.context.mcpReq.inputResponses, form);
  if (said?.confirm === true) return null;
  const asked = await options.kadr.confirmations.ask({
    ...{ kind, costMicros, digest: digestOf(call.tool, call.args, call.requestId), title: lineOf(title) },
    ...(call.confirmationToken !== undefined && { token: call.confirmationToken }),
  });
  if (asked.status === 'allowed') return null;
  if (said !== undefined || asked.status === 'refused')
    return answer({ status: 'refused' }, 'The person refused. Do not ask again without a change.');
  const question = kind === 'spend' ? `Spend at most $${(costMicros / 1_000_000).toFixed(6)}: ${title}` : title;
  if (canElicit(call.context))
    return inputRequired({ inputRequests: { [form]: inputRequired.elicit({ message: question, requestedSchema: FORM }) } });
  return answer(
    { status: 'confirmation_required', costMicros, confirmUrl: asked.url, confirmationToken: asked.token, expiresAt: asked.expiresAt },
    'Nothing was done. Give confirmUrl to the person; once they have allowed it there, make exactly this call again.',
  );
}

/** One line without control characters. */

const lineOf = (title: string): string =>
  [...title.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim()].slice(0, MAX_TITLE / 2).join('') || 'A film';

/** Only clients of the newer protocol answer forms that come with a result. */
function canElicit({ mcpReq }: ServerContext): boolean {
  const capabilities = (mcpReq.envelope as Readonly<Record<string, unknown>> | undefined)?.[CLIENT_CAPABILITIES_META_KEY];
  return (capabilities as { elicitation?: object } | undefined)?.elicitation !== undefined;
}
