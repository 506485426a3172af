import { type GateSubject } from '#workflows';
import { type Locale } from '../../locales.js';
import { type LinkDecision } from '../link-table.js';
import { answered, framed, heading, inTime, type PageState } from './approval-page.js';
import { type Markup, safe } from './html.js';
import { pageTexts, type PageTexts } from './page-texts.js';

type Open = Extract<PageState, { kind: 'open' }>;

export type RunPageState =
  | {
      readonly kind: 'open';
      /** Addresses are paths of this installation. */
      readonly subject: GateSubject;
      readonly may: readonly LinkDecision[];
      readonly deadline: Open['deadline'];
      readonly refused: { readonly code: string; readonly comment: string } | null;
    }
  | Exclude<PageState, { kind: 'open' }>;

interface RunGatePage {
  readonly locale: Locale;
  readonly title: string;
  readonly message: string;
  readonly state: RunPageState;
}

/** The page of a link that decides a gate of a run. */
export function runGatePage({ locale, title, message, state }: RunGatePage): string {
  const t = pageTexts(locale);
  if (state.kind === 'open') return framed(locale, title, t.worksOnce, open(t, title, message, state));
  if (state.kind === 'decided')
    return framed(locale, t.decidedRun[state.decision], '', answered(t, title, { ...state, heading: t.decidedRun[state.decision] }));
  return framed(locale, t.over, '', safe`<main>${heading(title, t.over)}<p class="lead">${t.overRun}</p></main>`);
}

function open(
  t: PageTexts,
  title: string,
  message: string,
  { subject, may, deadline, refused }: Extract<RunPageState, { kind: 'open' }>,
): Markup {
  const fault = refused && safe`<p class="fault" role="alert">${t.refused} ${t.refusedFor[refused.code] ?? t.refusedOtherwise}</p>`;
  const reject = may.includes('reject') && safe`<button name="decision" value="reject">${t.reject}</button>`;
  const approve = may.includes('approve') && safe`<button class="yes" name="decision" value="approve">${t.approve}</button>`;
  return safe`<form method="post"><main><h1>${title}</h1><p class="lead">${message} ${deadline && inTime(t, deadline)}</p>${fault}${shown(subject)}</main><footer><textarea name="comment" maxlength="5000" rows="1" placeholder="${t.comment}" aria-label="${t.comment}">${refused?.comment ?? ''}</textarea><div class="buttons">${reject}${approve}</div></footer></form>`;
}

function shown(subject: GateSubject): Markup {
  if (subject.kind === 'text') return safe`<div class="script">${subject.text}</div>`;
  const { kind, urls } = subject;
  const one = (url: string): Markup => {
    if (kind === 'image') return safe`<li><div class="shot"><img src="${url}" alt="" /></div></li>`;
    if (kind === 'video') return safe`<li><div class="shot"><video src="${url}" controls playsinline preload="none"></video></div></li>`;
    return safe`<li><audio src="${url}" controls preload="none"></audio></li>`;
  };
  return safe`<ul class="sheet wide">${urls.map(one)}</ul>`;
}
