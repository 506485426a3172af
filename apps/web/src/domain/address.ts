/** What an address says a page shows; what it cannot say is left out. Pure. */

export const TABS = ['all', 'yours', 'making', 'stopped', 'ready'] as const;
export type Tab = (typeof TABS)[number];
export const PANELS = ['segment', 'story', 'files', 'request'] as const;
export type Panel = (typeof PANELS)[number];

export const VIEWS = ['graph', 'edit', 'runs', 'schedules', 'versions'] as const;
export type View = (typeof VIEWS)[number];

type Search = Readonly<Record<string, unknown>>;

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((one) => one === value);

/** Why nobody was signed in at the issuer. */
export const SIGN_IN_PROBLEMS = ['sign_in_refused', 'sign_in_expired', 'not_a_member', 'issuer_unavailable'] as const;
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

/** `to`: where somebody was on their way to. Only a page of ours, whatever an address says. */
export function readSignInSearch({ to, problem }: Search): { to?: string; problem?: SignInProblem } {
  const known = oneOf(SIGN_IN_PROBLEMS, problem);
  return { ...(typeof to === 'string' && /^\/(?![/\\])/.test(to) && { to }), ...(known && { problem: known }) };
}

export function readListSearch({ tab, q }: Search): { tab?: Tab; q?: string } {
  const known = oneOf(TABS, tab);
  return { ...(known && known !== 'all' && { tab: known }), ...(typeof q === 'string' && q !== '' && { q: q.slice(0, 200) }) };
}

export function readVideoSearch({ segment, tab }: Search): { segment?: number; tab?: Panel } {
  const index = Number(segment);
  const panel = oneOf(PANELS, tab);
  return { ...(segment !== undefined && Number.isInteger(index) && index >= 0 && { segment: index }), ...(panel && { tab: panel }) };
}

export function readWorkflowSearch({ view, node }: Search): { view?: View; node?: string } {
  const known = oneOf(VIEWS, view);
  return { ...(known && known !== 'graph' && { view: known }), ...(typeof node === 'string' && node !== '' && { node }) };
}
