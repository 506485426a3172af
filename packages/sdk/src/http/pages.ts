import { KadrError } from '../errors.js';
import { type Answer, ApiPromise } from './answer.js';

export interface RawPage<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

type ReadPage<T> = (cursor: string | undefined) => Promise<Answer<RawPage<T>>>;

/** Some entries, and the way to those after them. */
export class Page<T> {
  constructor(
    readonly data: readonly T[],
    /** Of the page after this one; null: there is none. */
    readonly nextCursor: string | null,
    private readonly follow: (cursor: string) => Promise<Page<T>>,
  ) {}

  get hasMore(): boolean {
    return this.nextCursor !== null;
  }

  /** @returns the page after this one; null: this was the last */
  async next(): Promise<Page<T> | null> {
    return this.nextCursor === null ? null : this.follow(this.nextCursor);
  }
}

/** A list: `for await` reads entry by entry, `page()` page by page. Asks for nothing before that. */
export class Pages<T> implements AsyncIterable<T> {
  constructor(
    private readonly read: ReadPage<T>,
    private readonly firstCursor?: string,
  ) {}

  /** The first page. */
  page(): ApiPromise<Page<T>> {
    return new ApiPromise(this.read(this.firstCursor).then((answer) => ({ ...answer, data: this.pageOf(answer.data) })));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (let page: Page<T> | null = await this.page(); page !== null; page = await page.next()) yield* page.data;
  }

  private pageOf({ data, nextCursor }: RawPage<T>): Page<T> {
    return new Page(data, nextCursor, async (cursor) => {
      const next = (await this.read(cursor)).data;
      if (next.nextCursor === cursor) throw new KadrError('The list leads back to the same page');
      return this.pageOf(next);
    });
  }
}
