/** What a node of a run has to say in a chat. */
export interface RunMessage {
  readonly text: string;
  /** Where the file is that came with it, for an hour; null: none did. */
  readonly url: string | null;
}

/** Type of the nodes that have something to say in a chat. */
export const MESSAGE_NODE = 'Notify.Telegram';

/** The door to what nodes of runs say in chats, for whoever brings it there. Also the injection token. */
export abstract class RunMessages {
  /** As that take of the node has said it. @returns null where there is no such thing any more */
  abstract read(orgId: string, runId: string, node: { readonly id: string; readonly take: number }): Promise<RunMessage | null>;
}
