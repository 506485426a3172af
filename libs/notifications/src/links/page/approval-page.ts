import { table } from '#platform/json';
import { createHash } from 'node:crypto';
import { type Locale } from '../../locales.js';
import { type GateType, type LinkDecision } from '../approval-links.js';
import { Markup, safe } from './html.js';
import { PAGE_STYLE } from './page-style.js';
import { pageTexts, type PageTexts } from './page-texts.js';

/** A picture or clip of the preview. Addresses are paths of this installation. */
export interface Shot {
  readonly segment: number;
  readonly path: string;
  /** A picture of a clip; null: there is none. */
  readonly posterPath: string | null;
  readonly text: string;
}

/** What a gate shows. */
export type Preview =
  | { readonly kind: 'script'; readonly script: string }
  | { readonly kind: 'shots'; readonly shots: readonly Shot[]; readonly total: number };

export type PageState =
  | {
      readonly kind: 'open';
      readonly preview: Preview;
      readonly may: readonly LinkDecision[];
      /** Null: it waits for ever. */
      readonly deadline: { readonly leftSeconds: number; readonly then: 'approve' | 'cancel' } | null;
      /** Why an answer was not taken, and what it said. */
      readonly refused: { readonly code: string; readonly comment: string; readonly segments: readonly number[] } | null;
    }
  | {
      readonly kind: 'decided';
      readonly decision: 'approved' | 'rejected';
      /** Null: without a name; by the deadline if nobody has decided. */
      readonly by: string | null;
      readonly byDeadline: boolean;
      readonly at: string;
      readonly comment: string | null;
    }
  /** Nobody waits for it, and nobody has decided it. */
  | { readonly kind: 'over' };

export interface ApprovalPage {
  readonly locale: Locale;
  readonly title: string | null;
  readonly gateType: GateType;
  readonly state: PageState;
}

const SCRIPTS_OFF = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Of every page below `/a/`: no script, no address given away, in no index and no cache. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = table({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': SCRIPTS_OFF,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Cache-Control': 'no-store',
  'X-Frame-Options': 'DENY',
});

/** The page of a link that opens something. */
export function approvalPage({ locale, title, gateType, state }: ApprovalPage): string {
  const t = pageTexts(locale);
  const name = title ?? t.untitled;
  switch (state.kind) {
    case 'open':
      return framed(locale, t.question[gateType], t.worksOnce, openPage(t, name, gateType, state));
    case 'decided':
      return framed(locale, t.decided[state.decision], '', answered(t, name, state));
    case 'over':
      return framed(
        locale,
        t.over,
        '',
        safe`<main>
          ${heading(name, t.over)}
          <p class="lead">${t.overText}</p>
        </main>`,
      );
  }
}

/** One page for what was never there, is over or was revoked. */
export function nothingPage(locale: Locale): string {
  const t = pageTexts(locale);
  return framed(
    locale,
    t.nothing,
    '',
    safe`<main>
      <h1>${t.nothing}</h1>
      <p class="lead">${t.nothingText}</p>
    </main>`,
  );
}

type Open = Extract<PageState, { kind: 'open' }>;

function openPage(t: PageTexts, name: string, gate: GateType, { preview, may, deadline, refused }: Open): Markup {
  const lead =
    preview.kind === 'script' ? t.readScript : t.preview[gate === 'videos' ? 'videos' : 'images'](preview.shots.length, preview.total);
  const crossed = new Set(refused?.segments ?? []);
  return safe`<form method="post"><main>${heading(name, t.question[gate])}<p class="lead">${lead} ${deadline && inTime(t, deadline)}</p>${refused && safe`<p class="fault" role="alert">${t.refused} ${t.refusedFor[refused.code] ?? t.refusedOtherwise}</p>`}${preview.kind === 'script' ? safe`<div class="script">${preview.script}</div>` : safe`<ul class="${gate === 'videos' ? 'sheet wide' : 'sheet'}">${preview.shots.map((shot) => shotItem(t, gate, shot, crossed.has(shot.segment)))}</ul>`}</main><footer><textarea name="comment" maxlength="5000" rows="1" placeholder="${t.comment}" aria-label="${t.comment}">${refused?.comment ?? ''}</textarea><div class="buttons">${may.includes('reject') && redoButton(t, gate)}${may.includes('approve') && approveButton(t)}</div></footer></form>`;
}

export const heading = (name: string, question: string): Markup => safe`<p class="title">${name}</p><h1>${question}</h1>`;

export function inTime(t: PageTexts, { leftSeconds, then }: NonNullable<Open['deadline']>): Markup {
  const mark = '\u0000';
  const [before = '', after = ''] = t.deadline[then](mark).split(mark);
  return safe`${before}<strong>${t.left(leftSeconds)}</strong>${after}`;
}

function shotItem(t: PageTexts, gate: GateType, { segment, path, posterPath, text }: Shot, isCrossed: boolean): Markup {
  const id = `s${segment}`;
  const number = safe`<span class="number">${String(segment + 1).padStart(2, '0')}</span>`;
  const cross = safe`<span class="cross"><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path d="M4 4 96 96M94 5 6 95" stroke="#ffd53d" stroke-width="5" stroke-linecap="round" fill="none" vector-effect="non-scaling-stroke"/></svg></span>`;
  const tick = safe`<input class="tick" type="checkbox" name="segments" value="${segment}" id="${id}" aria-label="${t.segment(segment)}: ${t.crossOut}" ${isCrossed && safe` checked`}/>`;
  const words = text !== '' && safe`<p class="text">${text}</p>`;
  if (gate !== 'videos') {
    return safe`<li>${tick}<label class="shot" for="${id}">${number}<img src="${path}" alt="${text}" loading="lazy" />${cross}</label>${words}</li>`;
  }
  const poster = posterPath !== null && safe` poster="${posterPath}"`;
  return safe`<li>${tick}<div class="shot">${number}<video src="${path}" ${poster} controls playsinline preload="none"></video>${cross}</div><label class="again" for="${id}">${t.crossOut}</label>${words}</li>`;
}

function redoButton(t: PageTexts, gate: GateType): Markup {
  const cross = safe`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3 3 13" stroke="currentColor" stroke-width="1.6" fill="none" /></svg>`;
  const some = gate !== 'script' && safe`<span class="some">${t.redoSome[gate]}</span>`;
  return safe`<button name="decision" value="reject">${cross}<span class="all">${t.redo[gate]}</span>${some}</button>`;
}

function approveButton(t: PageTexts): Markup {
  const check = safe`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 8.5l4 4 8-9" stroke="currentColor" stroke-width="1.8" fill="none" /></svg>`;
  return safe`<button class="yes" name="decision" value="approve">${check}<span class="plain">${t.approve}</span><span class="anyway">${t.approveAnyway}</span></button>`;
}

export function answered(
  t: PageTexts,
  name: string,
  state: Extract<PageState, { kind: 'decided' }> & { readonly heading?: string },
): Markup {
  const who = state.byDeadline ? t.byDeadline(state.at) : t.by(state.by, state.at);
  const note = state.comment !== null && safe`<p>${t.note}: ${state.comment}</p>`;
  return safe`<main>${heading(name, state.heading ?? t.decided[state.decision])}<div class="answer"><p>${who}</p>${note}<p>${t.goesOn}</p></div></main>`;
}

/** Our own text, in which nothing is to be escaped. */
const STYLE = new Markup(PAGE_STYLE);
const LOGO = safe`<svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true"><path d="M1 9V1h8M17 25h8v-8" stroke="#ffd53d" stroke-width="3" fill="none" /><rect x="8" y="8" width="10" height="10" fill="#f4f3ee" /></svg>`;

export function framed(locale: Locale, title: string, aside: string, content: Markup): string {
  return safe`<!doctype html><html lang="${locale}"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width,initial-scale=1" /><meta name="robots" content="noindex" /><meta name="referrer" content="no-referrer" /><title>${title} \u00b7 kadr</title><style>${STYLE}</style></head><body><header><span class="brand">${LOGO}kadr</span><span class="once">${aside}</span></header>${content}</body></html>`
    .text;
}
