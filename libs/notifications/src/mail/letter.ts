import { beginningOf } from '#platform';
import { safe, type Markup } from '../links/page/html.js';
import { type Locale } from '../locales.js';
import { type InlinePicture } from './mail-transport.js';
import { mailTexts } from './mail-texts.js';

/** One piece of news in a mail. */
export interface LetterPart {
  readonly heading: string;
  readonly lines: readonly string[];
  /** Text that is shown as it is, with its line breaks; null: there is none. */
  readonly quote: string | null;
  readonly pictures: readonly InlinePicture[];
  /** Null: there is nowhere to go. */
  readonly button: { readonly label: string; readonly url: string } | null;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly pictures: readonly InlinePicture[];
}

/** RFC 5322 allows 998 characters a line; readers show some 70. */
const MAX_SUBJECT_CHARACTERS = 150;
/** Controls would end a header, and marks of direction turn it round. */
const UNFIT = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** @param parts at least one. @param leaveUrl null: there is nothing to leave yet */
export function letterOf(locale: Locale, parts: readonly LetterPart[], leaveUrl: string | null): Letter {
  const t = mailTexts(locale);
  const first = parts[0]?.heading ?? '';
  const subject = shortened(
    parts.length > 1 ? t.several(parts.length, shortened(first, MAX_SUBJECT_CHARACTERS - 30)) : first,
    MAX_SUBJECT_CHARACTERS,
  );
  const foot = leaveUrl === null ? null : { why: t.why, leave: t.leave, url: leaveUrl };
  const text = [...parts.map(textOf), ...(foot ? [`--\n${foot.why}\n${foot.leave}: ${foot.url}`] : [])].join('\n\n\n');
  return { subject, text: `${text}\n`, html: htmlOf(locale, subject, parts, foot), pictures: parts.flatMap(({ pictures }) => pictures) };
}

function textOf({ heading, lines, quote, button }: LetterPart): string {
  const link = button && `${button.label}:\n${button.url}`;
  return [heading, ...lines, quote, link].filter((line) => line !== null && line !== '').join('\n\n');
}

function shortened(text: string, most: number): string {
  const fit = text.replace(UNFIT, ' ').replace(/\s+/g, ' ').trim();
  return fit.length <= most ? fit : `${beginningOf(fit, most - 1)}…`;
}

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;';
const DIM = 'color:#6b6a63;';

function htmlOf(
  locale: Locale,
  subject: string,
  parts: readonly LetterPart[],
  foot: { readonly why: string; readonly leave: string; readonly url: string } | null,
): string {
  const end =
    foot &&
    safe`<p style="${FONT}${DIM}font-size:13px;margin:32px 0 0">${foot.why} <a href="${foot.url}" style="${DIM}">${foot.leave}</a></p>`;
  return safe`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${subject}</title></head><body style="margin:0;padding:24px;background:#f4f3ee;color:#161613"><div style="max-width:560px;margin:0 auto">${parts.map(partHtml)}${end}</div></body></html>`
    .text;
}

function partHtml({ heading, lines, quote, pictures, button }: LetterPart): Markup {
  return safe`<div style="background:#fff;border-radius:8px;padding:24px;margin:0 0 16px">
<h1 style="${FONT}font-size:20px;line-height:1.3;margin:0 0 12px">${heading}</h1>
${lines.filter((line) => line !== '').map((line) => safe`<p style="${FONT}font-size:15px;line-height:1.5;margin:0 0 12px">${line}</p>`)}
${quote !== null && safe`<div style="${FONT}font-size:15px;line-height:1.5;white-space:pre-wrap;border-left:3px solid #ffd53d;padding:4px 12px;margin:0 0 12px">${quote}</div>`}
${pictures.map(({ cid }) => safe`<img src="cid:${cid}" alt="" width="160" style="display:inline-block;margin:0 8px 8px 0;border-radius:4px">`)}
${button && safe`<p style="margin:8px 0 0"><a href="${button.url}" style="${FONT}display:inline-block;background:#ffd53d;color:#161505;font-weight:600;text-decoration:none;padding:12px 20px;border-radius:8px">${button.label}</a></p>`}</div>`;
}
