/** Server-Sent Events as https://html.spec.whatwg.org/multipage/server-sent-events.html has them. */
import { ConnectionError } from '../errors.js';

export interface Frame {
  /** Null: the frame has none of its own. */
  readonly id: string | null;
  readonly event: string;
  /** Null: no event, only where the stream is. */
  readonly data: string | null;
}

/** An event is a few kilobytes; a line without an end must not fill the memory. */
const MAX_LINE = 16 * 1024 * 1024;

/** Turns pieces of text, cut anywhere, into frames. What has no blank line behind it is no frame yet. */
export class SseParser {
  private rest = '';
  private id: string | null = null;
  private event = '';
  private data: string[] = [];
  private isFirst = true;

  /** @returns the frames that this piece completes @throws ConnectionError for a line that is no event's */
  feed(piece: string): Frame[] {
    let text = this.rest + piece;
    if (this.isFirst && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      this.isFirst = false;
    }
    const frames: Frame[] = [];
    let from = 0;
    // A \r at the end may be the first half of \r\n.
    for (const found of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
      const frame = this.line(text.slice(from, found.index));
      if (frame) frames.push(frame);
      from = found.index + found[0].length;
    }
    this.rest = text.slice(from);
    if (this.rest.length > MAX_LINE) throw new ConnectionError('An event came that has no end');
    return frames;
  }

  private line(line: string): Frame | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    return null;
  }

  private dispatch(): Frame | null {
    const { id, event, data } = this;
    this.id = null;
    this.event = '';
    this.data = [];
    if (data.length === 0) return id === null ? null : { id, event: '', data: null };
    return { id, event: event === '' ? 'message' : event, data: data.join('\n') };
  }
}
