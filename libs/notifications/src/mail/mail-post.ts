import { Injectable } from '@nestjs/common';
import { Clock, deriveId, installationConfig, logger } from '#platform';
import { type Contact, Contacts } from '../contacts/contacts.js';
import { quietUntil } from '../contacts/quiet-hours.js';
import { localeOf } from '../locales.js';
import { letterOf, type LetterPart } from './letter.js';
import { MailNews } from './mail-news.js';
import { MailQueue, type WaitingInvitation, type WaitingNews } from './mail-queue.js';
import { MailTokens } from './mail-tokens.js';
import { MailProblem, MailTransport } from './mail-transport.js';
import { mailTexts } from './mail-texts.js';

const LANES = 20;
const log = logger('mail');

/**
 * Writes and sends what waits. Sending is at least once: a process that dies between the server's answer and its own commit leaves the same
 * mail to be sent again, with the same links and the same Message-ID.
 */
@Injectable()
export class MailPost {
  private readonly publicUrl = installationConfig().publicUrl;

  constructor(
    private readonly queue: MailQueue,
    private readonly contacts: Contacts,
    private readonly news: MailNews,
    private readonly tokens: MailTokens,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
  ) {}

  /** One mail for each mailbox that is due. @returns whether there was anything */
  async turn(): Promise<boolean> {
    const [invitations, lanes] = await Promise.all([this.queue.invitations(LANES), this.queue.due(LANES)]);
    await Promise.all([...invitations.map((one) => this.invite(one)), ...lanes.map((one) => this.tell(one))]);
    return invitations.length + lanes.length > 0;
  }

  private async invite({ id, address, role, language }: WaitingInvitation): Promise<void> {
    const locale = localeOf(language);
    const { invitation: t } = mailTexts(locale);
    const url = `${this.publicUrl}/a/join/${await this.tokens.pageToken('join', id)}`;
    const part: LetterPart = {
      heading: t.subject,
      lines: [t.text(new URL(this.publicUrl).host), t.may[role], t.ignore],
      ...{ quote: null, pictures: [], button: { label: t.join, url } },
    };
    try {
      await this.transport.send({ to: address, ...letterOf(locale, [part], null), messageId: `join-${id}`, unsubscribeUrl: null });
    } catch (error) {
      const problem = told(error, id);
      return this.queue.notInvited(id, problem.reason !== 'retry');
    }
    await this.queue.invited(id);
  }

  private async tell(contactId: string): Promise<void> {
    const waiting = await this.queue.newsFor(contactId);
    const contact = await this.contacts.find(contactId);
    if (!contact || waiting.length === 0) return this.queue.told(contactId, contactId, idsOf(waiting), false);
    const quietMs = quietUntil(contact.quiet, this.clock.nowMs());
    if (quietMs !== null) return this.queue.leaveAlone(contactId, contact.orgId, new Date(quietMs));
    let wasSent: boolean;
    try {
      wasSent = await this.send(contact, waiting);
    } catch (error) {
      return this.notSent(contact, waiting, error);
    }
    await this.queue.told(contactId, contact.orgId, idsOf(waiting), wasSent);
  }

  /** @returns false when all of it is out of date */
  private async send(contact: Contact, waiting: readonly WaitingNews[]): Promise<boolean> {
    const parts: LetterPart[] = [];
    for (const { videoId, news } of withoutOutdone(waiting)) {
      const part = await this.news.partOf(contact, videoId, news);
      if (part) parts.push(part);
    }
    if (parts.length === 0) return false;
    const unsubscribeUrl = `${this.publicUrl}/a/leave/${await this.tokens.pageToken('leave', contact.id)}`;
    const messageId = deriveId('notifications.mail', contact.id, ...idsOf(waiting));
    await this.transport.send({
      to: contact.address,
      ...letterOf(localeOf(contact.language), parts, unsubscribeUrl),
      messageId,
      unsubscribeUrl,
    });
    return true;
  }

  private async notSent(contact: Contact, waiting: readonly WaitingNews[], error: unknown): Promise<void> {
    const { id, orgId } = contact;
    const problem = told(error, id);
    if (problem.reason === 'gone') return this.contacts.unlink({ orgId, actor: 'system' }, id, 'blocked');
    if (problem.reason === 'refused') return this.queue.told(id, orgId, idsOf(waiting), false);
    if (await this.queue.failed(id, orgId, idsOf(waiting))) log.error({ contactId: id }, 'a mail was given up');
  }
}

const idsOf = (waiting: readonly WaitingNews[]): string[] => waiting.map(({ id }) => id);

/** A reminder says all that the question says: of the same gate in one mail, one is enough. */
function withoutOutdone(waiting: readonly WaitingNews[]): WaitingNews[] {
  const nameOf = ({ videoId, news }: WaitingNews): string | null =>
    news.kind === 'gate' || news.kind === 'reminder' ? `${videoId} ${news.type} ${news.gate}` : null;
  return waiting.filter((one, index) => {
    const name = nameOf(one);
    return name === null || waiting.findIndex((other) => nameOf(other) === name) === index;
  });
}

/** What is thrown may hold the address, so no more than the answer of the server is told. */
function told(error: unknown, contactId: string): MailProblem {
  if (error instanceof MailProblem) {
    log.warn({ contactId, status: error.status, code: error.code, reason: error.reason }, 'a mail was not taken');
    return error;
  }
  log.error({ err: error, contactId }, 'a mail could not be written');
  return new MailProblem('retry', 0, 'not_written');
}
