import { Refusal } from '../problems/refusal.js';

/** Bytes of bodies that this process holds at once. Parsed they are a few times as large. */
const MAX_BYTES = 128 * 1024 * 1024;
/** Of them for one organisation, or for one address that says nothing of itself: room for one body of the largest kind, and some. */
const MAX_BYTES_OF_ONE = MAX_BYTES / 2;
const RETRY_AFTER_SECONDS = 5;

/** Counts the bytes of request bodies in memory, from their arrival until the answer is sent. */
export class BodyBudget {
  private total = 0;
  private readonly byOwner = new Map<string, number>();

  constructor(
    private readonly maxBytes = MAX_BYTES,
    private readonly maxBytesOfOne = MAX_BYTES_OF_ONE,
  ) {}

  /** Of a body that says how long it is, before a byte is read. @throws Refusal 503 `unavailable`, 429 `rate_limited` */
  expect(owner: string, bytes: number): void {
    if ((this.byOwner.get(owner) ?? 0) + bytes > this.maxBytesOfOne) throw tooManyOfOne();
    if (this.total + bytes > this.maxBytes) throw tooMany();
  }

  /** @throws Refusal as `expect`; then nothing is counted */
  take(owner: string, bytes: number): void {
    this.expect(owner, bytes);
    this.total += bytes;
    this.byOwner.set(owner, (this.byOwner.get(owner) ?? 0) + bytes);
  }

  giveBack(owner: string, bytes: number): void {
    this.total -= bytes;
    const left = (this.byOwner.get(owner) ?? 0) - bytes;
    if (left > 0) this.byOwner.set(owner, left);
    else this.byOwner.delete(owner);
  }
}

const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
const tooMany = (): Refusal =>
  new Refusal('unavailable', 'unavailable', 'Too many large requests are being read at the moment. Try again soon.', { headers });
const tooManyOfOne = (): Refusal =>
  new Refusal('rate-limited', 'rate_limited', 'Too many large requests of yours are being read at once. Send fewer at a time.', {
    headers,
  });
