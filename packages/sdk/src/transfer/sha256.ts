/** SHA-256 piece by piece: WebCrypto wants the whole at once, and a film is larger than what a page should hold. */
import { nodeCrypto } from './platform.js';

export interface Digest {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. Call it once. */
  hex(): string;
}

export function sha256(): Digest {
  const hash = nodeCrypto()?.createHash('sha256');
  return hash ? { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') } : new PlainSha256();
}

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
};
/** The first 32 bits of the fraction. */
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32);
const ROUND = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const INITIAL = primes(8).map((prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

/** FIPS 180-4, section 6.2. For browsers; a fifth of the native speed. */
export class PlainSha256 implements Digest {
  private readonly state = Uint32Array.from(INITIAL);
  private readonly words = new Uint32Array(64);
  private readonly block = new Uint8Array(BLOCK);
  private readonly view = new DataView(this.block.buffer);
  private filled = 0;
  private length = 0;

  update(bytes: Uint8Array): void {
    this.length += bytes.length;
    for (let from = 0; from < bytes.length;) {
      const taken = Math.min(BLOCK - this.filled, bytes.length - from);
      this.block.set(bytes.subarray(from, from + taken), this.filled);
      this.filled += taken;
      from += taken;
      if (this.filled === BLOCK) this.compress();
    }
  }

  hex(): string {
    const { length } = this;
    this.block[this.filled] = 0x80;
    this.block.fill(0, this.filled + 1);
    // The length takes the last eight bytes.
    if (this.filled >= BLOCK - 8) {
      this.compress();
      this.block.fill(0);
    }
    this.view.setUint32(BLOCK - 8, Math.floor(length / 2 ** 29));
    this.view.setUint32(BLOCK - 4, (length * 8) >>> 0);
    this.compress();
    return [...this.state].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  private compress(): void {
    const w = this.words;
    const right = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
    for (let i = 0; i < 16; i += 1) w[i] = this.view.getUint32(i * 4);
    for (let i = 16; i < 64; i += 1) {
      const [early, late] = [w[i - 15] as number, w[i - 2] as number];
      const small = right(early, 7) ^ right(early, 18) ^ (early >>> 3);
      const large = right(late, 17) ^ right(late, 19) ^ (late >>> 10);
      w[i] = (w[i - 16] as number) + small + (w[i - 7] as number) + large;
    }
    let [a, b, c, d, e, f, g, h] = this.state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const t1 = h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + (w[i] as number);
      const t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => (this.state[at] = (this.state[at] as number) + word));
    this.filled = 0;
  }
}
