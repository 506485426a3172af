import { Injectable } from '@nestjs/common';
import { type Transporter } from 'nodemailer';
import { NotificationsConfig } from '../notifications.config.js';

/** A picture that a mail shows by `cid:<cid>`. */
export interface InlinePicture {
  readonly cid: string;
  readonly path: string;
  readonly contentType: string;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly pictures: readonly InlinePicture[];
  /** The same for the same mail, sent again: whoever receives it twice can tell. */
  readonly messageId: string;
  /** Where a program leaves for its reader by one POST (RFC 8058); null: there is nothing to leave yet. */
  readonly unsubscribeUrl: string | null;
}

/** Why a mail did not go. Neither address nor password stands in it. */
export class MailProblem extends Error {
  constructor(
    /** `retry`: later. `gone`: there is no such mailbox. `refused`: this mail never. */
    readonly reason: 'retry' | 'gone' | 'refused',
    /** Answer of the server, 0: there was none. */
    readonly status: number,
    readonly code: string,
  ) {
    super(`the mail server says ${status > 0 ? status : 'nothing'} (${code})`);
    this.name = 'MailProblem';
  }
}

const CONNECT_MS = 15_000;
const SOCKET_MS = 60_000;

/** The way out for mails, or that there is none. */
@Injectable()
export class MailTransport {
  /** Null: there is no mail server. What speaks to it is loaded with the first mail. */
  private readonly connect: (() => Promise<Transporter>) | null;
  private transport: Promise<Transporter> | null = null;
  private readonly from: string;

  constructor({ smtpUrl, mailFrom }: NotificationsConfig) {
    this.from = mailFrom ?? '';
    this.connect = smtpUrl === null ? null : () => transportTo(smtpUrl);
  }

  get isThere(): boolean {
    return this.connect !== null;
  }

  /** @throws MailProblem */
  async send({ to, subject, text, html, pictures, messageId, unsubscribeUrl }: Mail): Promise<void> {
    if (!this.connect) throw new MailProblem('refused', 0, 'no_server');
    const domain = /@([^@>]+)>?$/.exec(this.from)?.[1] ?? 'kadr';
    const leave = unsubscribeUrl !== null && {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    try {
      const transport = await (this.transport ??= this.connect());
      await transport.sendMail({
        ...{ from: this.from, to: { name: '', address: to }, subject, text, html, messageId: `<${messageId}@${domain}>` },
        headers: { 'Auto-Submitted': 'auto-generated', ...leave },
        attachments: pictures.map(({ cid, path, contentType }) => ({
          ...{ cid, path, contentType, filename: `${cid}.jpg`, contentDisposition: 'inline' as const },
        })),
      });
    } catch (error) {
      throw problemOf(error);
    }
  }

  close(): void {
    void this.transport?.then((transport) => transport.close());
  }
}

async function transportTo(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const timeouts = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SOCKET_MS };
  return createTransport({ url, ...timeouts, disableUrlAccess: true });
}

/** RFC 3463, 5.1.x: the address does not exist. Other answers may be about us as well, and nobody is given up for them. */
function problemOf(error: unknown): MailProblem {
  const { responseCode = 0, code = 'unknown', response = '' } = error as { responseCode?: number; code?: string; response?: string };
  if (responseCode >= 500 && /^\d{3}[ -]5\.1\.[1236]\b/.test(response)) return new MailProblem('gone', responseCode, code);
  // 530 and 535 are about our password, which somebody may set right.
  const isOurs = code === 'EAUTH' || responseCode === 530 || responseCode === 535;
  return new MailProblem(responseCode >= 500 && !isOurs ? 'refused' : 'retry', responseCode, code);
}
