import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { SMTP_PASSWORD, SMTP_USER } from '../../core/world.js';
import { type Exchange } from '../../http/exchange.js';

/** A mail as its reader sees it. */
export interface ShownMail {
  readonly id: number;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Addresses in its text. */
  readonly links: readonly string[];
  readonly pictures: readonly { readonly cid: string; readonly contentType: string; readonly bytes: number }[];
}

interface Kept {
  readonly shown: ShownMail;
  readonly email: Email;
}

const MAX_BYTES = 30 * 1024 * 1024;
const MAX_KEPT = 1000;
/** What an address asks for: `anna+busy2@example.com` is refused twice. */
const WISH = /\+(gone|busy|refused|reset)(\d*)@/i;

class Refused extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** A mail server for one customer. It delivers to nobody, and shows what it was given. */
export class Mailbox {
  private readonly kept: Kept[] = [];
  /** How often a wish was fulfilled, by address. */
  private readonly fulfilled = new Map<string, number>();
  private lastId = 0;
  private readonly server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: MAX_BYTES,
    onAuth: ({ username, password }, _, done) =>
      username === SMTP_USER && password === SMTP_PASSWORD
        ? done(null, { user: username })
        : done(new Refused(535, '5.7.8 Authentication failed')),
    onRcptTo: ({ address }, _, done) => done(this.refusal(address)),
    onData: (stream, session, done) => void this.take(stream, session, done),
  });

  /** @param port 0: any. @returns where it listens */
  async start(port: number, host: string): Promise<number> {
    // A client that dies in the middle of a mail is its own affair.
    this.server.on('error', () => undefined);
    const listening = once(this.server.server, 'listening');
    this.server.listen(port, host);
    await listening;
    return (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  list(): readonly ShownMail[] {
    return this.kept.map(({ shown }) => shown);
  }

  /** `GET /__sandbox/mail`, `GET /__sandbox/mail/<id>` as a page, `DELETE /__sandbox/mail`. */
  control(exchange: Exchange): void {
    const [, , id = ''] = exchange.path.split('/');
    if (exchange.method === 'GET' && id === '') return exchange.send(200, { mails: this.list() });
    if (exchange.method === 'DELETE' && id === '') {
      this.kept.length = 0;
      return exchange.sendBytes(204, '');
    }
    const found = this.kept.find(({ shown }) => String(shown.id) === id);
    if (exchange.method !== 'GET' || !found) return exchange.send(404, { error: 'GET, DELETE /__sandbox/mail; GET /__sandbox/mail/<id>' });
    exchange.sendBytes(200, withPictures(found.email), {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    });
  }

  private refusal(address: string): Refused | null {
    const [, wish = '', count = ''] = WISH.exec(address) ?? [];
    if (/^gone$/i.test(wish)) return new Refused(550, '5.1.1 No such user here');
    if (/^refused$/i.test(wish)) return new Refused(554, '5.7.1 Message rejected');
    if (/^busy$/i.test(wish) && this.isStillWished(address, count)) return new Refused(451, '4.3.0 Try again later');
    return null;
  }

  private async take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      if (stream.sizeExceeded) return done(new Refused(552, '5.3.4 Message too big'));
      const { rcptTo } = session.envelope;
      await this.keep(Buffer.concat(chunks), rcptTo);
      const lost = rcptTo.find(({ address }) => /\+reset/i.test(address));
      // Taken, and nobody learns of it: the answer never comes.
      if (lost && this.isStillWished(lost.address, WISH.exec(lost.address)?.[2] ?? ''))
        return done(new Refused(421, '4.4.2 Connection lost'));
      done(null, 'OK');
    } catch (error) {
      done(error as Error);
    }
  }

  private async keep(raw: Buffer, rcptTo: readonly SMTPServerAddress[]): Promise<void> {
    const email = await PostalMime.parse(new Uint8Array(raw));
    const { subject = '', text = '', html = '', messageId = '', from, headers, attachments } = email;
    const shown: ShownMail = {
      ...{ id: ++this.lastId, at: new Date().toISOString(), from: from?.address ?? '', to: rcptTo.map(({ address }) => address) },
      ...{ subject, text, html, messageId },
      headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
      links: [...text.matchAll(/https?:\/\/\S+/g)].map(([url]) => url),
      pictures: attachments.map(({ contentId = '', mimeType: contentType, content }) => ({
        ...{ cid: contentId.replace(/^<|>$/g, ''), contentType, bytes: bytesOf(content).length },
      })),
    };
    this.kept.push({ shown, email });
    if (this.kept.length > MAX_KEPT) this.kept.shift();
  }

  private isStillWished(address: string, count: string): boolean {
    const times = this.fulfilled.get(address) ?? 0;
    this.fulfilled.set(address, times + 1);
    return times < Number(count === '' ? 1 : count);
  }
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array);

function withPictures({ html = '', attachments }: Email): string {
  return attachments.reduce((page, { contentId = '', mimeType, content }) => {
    const url = `data:${mimeType};base64,${bytesOf(content).toString('base64')}`;
    return page.replaceAll(`cid:${contentId.replace(/^<|>$/g, '')}`, url);
  }, html);
}
