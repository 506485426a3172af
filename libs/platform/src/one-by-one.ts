/** Work of one name is done one after another in this process, in the order in which it came; that of different names side by side. */
export class OneByOne {
  private readonly last = new Map<string, Promise<unknown>>();

  /** What fails fails for its caller alone. */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(name) ?? Promise.resolve()).then(work, work);
    this.last.set(name, mine);
    const forget = (): void => {
      if (this.last.get(name) === mine) this.last.delete(name);
    };
    mine.then(forget, forget);
    return mine;
  }
}
