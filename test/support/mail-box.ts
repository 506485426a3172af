import { type Sandbox } from '../../apps/sandbox/src/testing/index.js';
import { until } from './supervised.js';

export type ReceivedMail = ReturnType<Sandbox['mails']>[number];

/** A mailbox of the sandbox, as its reader has it. */
export class MailBox {
  constructor(
    private readonly sandbox: Sandbox,
    readonly address: string,
  ) {}

  mails(): readonly ReceivedMail[] {
    return this.sandbox.mails().filter(({ to }) => to.includes(this.address));
  }

  /** The newest mail that fits, as soon as there is one. */
  async waitFor(what: string, fits: (mail: ReceivedMail) => boolean, withinMs = 60_000): Promise<ReceivedMail> {
    try {
      return await until(what, withinMs, () => Promise.resolve(this.mails().findLast(fits) ?? null));
    } catch (error) {
      throw new Error(
        `${String(error)}\n${this.mails()
          .map(({ subject }) => subject)
          .join('\n')}`,
        { cause: error },
      );
    }
  }
}

/** Address of that kind (`join`, `leave`) in a mail; of an approval without one. @throws Error when there is none */
export function linkIn({ links }: ReceivedMail, kind: 'join' | 'leave' | 'gate' | 'film'): string {
  const shape = { join: /\/a\/join\//, leave: /\/a\/leave\//, gate: /\/a\/[\w-]{27}$/, film: /\/v1\/media\// }[kind];
  const found = links.find((link) => shape.test(link));
  if (found === undefined) throw new Error(`no link of kind ${kind} among ${links.length} links`);
  return found;
}
