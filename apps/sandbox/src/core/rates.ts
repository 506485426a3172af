/** Sliding windows, one for each name. */
export class Rates {
  private readonly taken = new Map<string, number[]>();

  /** False: the limit is reached, and nothing was taken. */
  take(name: string, { count, seconds }: { readonly count: number; readonly seconds: number }): boolean {
    const now = Date.now();
    const recent = (this.taken.get(name) ?? []).filter((at) => at > now - seconds * 1000);
    const fits = recent.length < count;
    if (fits) recent.push(now);
    this.taken.set(name, recent);
    return fits;
  }
}
