/** What somebody is about to order: the body of the request, and what was typed under beginnings that are not chosen now. Pure. */
import { type CreateVideoRequest } from '@kadr/sdk';

export const BEGINNINGS = ['topic', 'script', 'idea'] as const;
export type Beginning = (typeof BEGINNINGS)[number];
type Settings = Omit<CreateVideoRequest, 'prompt' | 'script' | 'idea'>;

export interface Draft {
  readonly version: 1;
  readonly beginning: Beginning;
  readonly texts: Readonly<Record<Beginning, string>>;
  readonly settings: Settings;
}

/** Everything on this machine, nothing to pay. */
export const EMPTY_DRAFT: Draft = {
  version: 1,
  beginning: 'topic',
  texts: { topic: '', script: '', idea: '' },
  settings: { durationSeconds: 30 },
};

const FIELDS = { topic: 'prompt', script: 'script', idea: 'idea' } as const;

/** The field of the request that holds the text of a beginning. */
export const fieldOf = (beginning: Beginning): 'prompt' | 'script' | 'idea' => FIELDS[beginning];

/** What would be sent. A script is as long as it takes to speak it. */
export function bodyOf({ beginning, texts, settings }: Draft): CreateVideoRequest {
  const { durationSeconds, ...others } = settings;
  const isSpoken = beginning === 'script';
  const length = isSpoken || durationSeconds === undefined ? {} : { durationSeconds };
  return withoutEmpty({ [FIELDS[beginning]]: texts[beginning].trim(), ...others, ...length });
}

/** A request that was sent, to be changed. */
export function draftOf(request: CreateVideoRequest): Draft {
  const { prompt, script, idea, ...settings } = request;
  const beginning: Beginning = script ? 'script' : idea ? 'idea' : 'topic';
  return {
    version: 1,
    beginning,
    texts: { topic: prompt ?? '', script: script ?? '', idea: idea ?? '' },
    settings: withoutEmpty(settings),
  };
}

export const hasText = (draft: Draft): boolean => draft.texts[draft.beginning].trim() !== '';

/** @returns null for what no version of the studio has written */
export function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    if (!isRecord(read) || read['version'] !== 1 || !isRecord(read['texts']) || !isRecord(read['settings'])) return null;
    const { beginning, texts, settings } = read;
    if (
      !BEGINNINGS.includes(beginning as Beginning) ||
      !BEGINNINGS.every((one) => typeof (texts as Record<string, unknown>)[one] === 'string')
    ) {
      return null;
    }
    return { version: 1, beginning: beginning as Beginning, texts: texts as Draft['texts'], settings: settings as Settings };
  } catch {
    return null;
  }
}

export interface Fault {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
}

/** Messages by the field they belong to: `approvals.0.deadlineSeconds` stands at `approvals`, `visuals.models` at its own. */
export function faultsByField(faults: readonly Fault[], fields: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const at = new Map<string, string[]>();
  const byLength = [...fields].sort((a, b) => b.length - a.length);
  for (const { path, message } of faults) {
    const field = byLength.find((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`)) ?? '';
    at.set(field, [...(at.get(field) ?? []), message]);
  }
  return at;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutEmpty<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(
    ([, one]) => one !== undefined && one !== '' && one !== null && !(Array.isArray(one) && one.length === 0),
  );
  return Object.fromEntries(kept) as T;
}
