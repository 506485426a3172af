import { framed } from '../links/page/approval-page.js';
import { safe } from '../links/page/html.js';
import { type Locale } from '../locales.js';
import { mailTexts } from './mail-texts.js';

export type MailPageState = 'join' | 'joined' | 'leave' | 'left';

/** What a link in a mail leads to: a question with one button, or what was answered. */
export function mailPage(locale: Locale, state: MailPageState): string {
  const { invitation, leaving } = mailTexts(locale);
  const [question, text, button] = {
    join: [invitation.subject, invitation.ignore, invitation.join],
    joined: [invitation.joined, invitation.joinedText, null],
    leave: [leaving.question, leaving.text, leaving.button],
    left: [leaving.left, leaving.leftText, null],
  }[state] as [string, string, string | null];
  const body = safe`<main><h1>${question}</h1><p class="lead">${text}</p></main>`;
  const form =
    button !== null && safe`<form method="post"><footer><div class="buttons"><button class="yes">${button}</button></div></footer></form>`;
  return framed(locale, question, '', safe`${body}${form}`);
}
