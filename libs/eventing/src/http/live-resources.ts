import { type Recorded } from '../domain/index.js';
import { type LiveFrame, type LiveSource } from './live-feed.js';

export interface LiveThings {
  readonly aggregate: string;
  /** Of the frames. */
  readonly event: string;
  readonly scope: string;
  /** Code of the refusal that says that there is no such thing (any more); null: it is always there. */
  readonly goneCode: string | null;
  /** Which of them an event changes; default: the one that its stream is named by. */
  idOf?(event: Recorded): string;
  read(orgId: string, id: string): Promise<object>;
}

/** Things whose every event changes the whole of them. */
export class LiveResources implements LiveSource {
  readonly aggregate: string;
  readonly scope: string;

  constructor(private readonly things: LiveThings) {
    this.aggregate = things.aggregate;
    this.scope = things.scope;
  }

  keysOf(event: Recorded): readonly string[] {
    return [this.things.idOf?.(event) ?? event.streamId.slice(this.aggregate.length + 1)];
  }

  async framesOf(orgId: string, keys: readonly string[]): Promise<ReadonlyMap<string, readonly LiveFrame[]>> {
    const { event } = this.things;
    return new Map(
      await Promise.all(keys.map(async (id): Promise<[string, LiveFrame[]]> => [id, [{ event, data: await this.dataOf(orgId, id) }]])),
    );
  }

  private async dataOf(orgId: string, id: string): Promise<object> {
    try {
      return await this.things.read(orgId, id);
    } catch (error) {
      const { goneCode } = this.things;
      if (goneCode === null || (error as { code?: unknown }).code !== goneCode) throw error;
      return { id, deleted: true };
    }
  }
}
