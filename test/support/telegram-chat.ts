import { until } from './supervised.js';

export interface ChatMessage {
  readonly messageId: number;
  readonly from: string;
  readonly text: string;
  readonly kind: 'text' | 'photo' | 'video' | 'document';
  readonly fileId: string | null;
  readonly bytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly durationSeconds: number | null;
  readonly album: string | null;
  readonly buttons: readonly (readonly { readonly text: string; readonly data: string | null; readonly url: string | null }[])[];
  readonly edits: number;
}

/** A chat with the bot, through the sandbox, as a person has it. */
export class TelegramChat {
  constructor(
    private readonly sandboxUrl: string,
    readonly id: number,
    private readonly user: { readonly id: number; readonly name: string; readonly isAdmin?: boolean } = { id, name: 'Анна' },
  ) {}

  private async control<T>(path: string, body?: object): Promise<T> {
    const init = body && { method: 'POST', body: JSON.stringify({ chat: this.id, user: this.user, ...body }) };
    const response = await fetch(`${this.sandboxUrl}/__sandbox/telegram/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  say(text: string, more: object = {}): Promise<{ messageId: number }> {
    return this.control('say', { text, ...more });
  }

  press({ messageId }: ChatMessage, button: string, more: object = {}): Promise<unknown> {
    return this.control('press', { messageId, button, ...more });
  }

  block(): Promise<unknown> {
    return this.control('block', {});
  }

  async messages(): Promise<readonly ChatMessage[]> {
    return (await this.control<{ messages: ChatMessage[] }>(`chats/${this.id}`)).messages;
  }

  async popups(): Promise<readonly string[]> {
    return (await this.control<{ popups: string[] }>(`chats/${this.id}`)).popups;
  }

  /** The newest message that fits, as soon as there is one. */
  async waitFor(what: string, fits: (message: ChatMessage) => boolean, withinMs = 60_000): Promise<ChatMessage> {
    let seen: readonly ChatMessage[] = [];
    try {
      return await until(what, withinMs, async () => {
        seen = await this.messages();
        return seen.findLast(fits) ?? null;
      });
    } catch (error) {
      const shown = seen.map(
        ({ kind, text, buttons }) =>
          `${kind}: ${text} [${buttons
            .flat()
            .map((one) => one.text)
            .join(' | ')}]`,
      );
      throw new Error(`${String(error)}\n${shown.join('\n')}`, { cause: error });
    }
  }

  withButton(label: string, withinMs?: number): Promise<ChatMessage> {
    return this.waitFor(`a button "${label}"`, ({ buttons }) => buttons.flat().some(({ text }) => text === label), withinMs);
  }

  file({ fileId }: ChatMessage): Promise<Buffer> {
    return fetch(`${this.sandboxUrl}/__sandbox/telegram/files/0?id=${fileId}`).then(async (answer) =>
      Buffer.from(await answer.arrayBuffer()),
    );
  }
}
