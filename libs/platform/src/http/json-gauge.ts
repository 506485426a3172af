import { Refusal } from '../problems/refusal.js';

/** Deeper than any request of ours by far; what walks a body may recurse. */
export const MAX_JSON_DEPTH = 64;
/** Objects, arrays and members together. The largest lists that requests take have some thousand. */
export const MAX_JSON_VALUES = 20_000;

const [QUOTE, BACKSLASH, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Counts the structure of JSON while its bytes arrive, so that what costs seconds to parse, check and free is refused before it is
 * parsed. What is no JSON at all is left to the parser.
 */
export class JsonGauge {
  private depth = 0;
  private values = 0;
  private isInText = false;
  private isEscaped = false;

  constructor(private readonly maxValues = MAX_JSON_VALUES) {}

  /** @throws Refusal `malformed_json`, `payload_too_large` */
  push(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.isInText) this.passText(byte);
      else if (byte === QUOTE) this.isInText = true;
      else if (byte === COMMA) this.values += 1;
      else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.open();
      else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.depth -= 1;
    }
    if (this.values > this.maxValues) {
      throw new Refusal('too-large', 'payload_too_large', `A body may have ${this.maxValues} values and members at most.`);
    }
  }

  private passText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInText = false;
  }

  private open(): void {
    this.depth += 1;
    this.values += 1;
    if (this.depth > MAX_JSON_DEPTH) {
      throw new Refusal('invalid', 'malformed_json', `The body is nested more than ${MAX_JSON_DEPTH} levels deep.`);
    }
  }
}
