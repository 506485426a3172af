/** Where progress is shown: drawn again in place on a terminal, a line for each change elsewhere. */
import { hasUnicode, isRedrawable } from '../cli.config.js';
import { type Io } from '../io.js';
import { type Printer } from '../output/printer.js';
import { clean } from '../output/text.js';
import { draw } from './draw.js';
import { type VideoView } from './view.js';

export interface Screen {
  show(views: readonly VideoView[]): void;
  /** Makes room for a question, or for what comes after; the next `show` draws anew. */
  leave(views: readonly VideoView[]): void;
}

export function screenFor(io: Io, print: Printer): Screen {
  if (print.mode === 'quiet') return { show: () => undefined, leave: () => undefined };
  return isRedrawable(io) ? new Redrawn(io, print.hasColours) : new Lines(print);
}

/** ESC [ n A: n lines up. ESC [ 2 K: clears the line. ESC [ J: clears what is below. */
class Redrawn implements Screen {
  private drawn = 0;

  constructor(
    private readonly io: Io,
    private readonly hasColours: boolean,
  ) {}

  show(views: readonly VideoView[]): void {
    const { stderr } = this.io;
    // A line as wide as the terminal wraps on some; one row is left for the cursor, so that nothing ever scrolls away.
    const lines = draw(views, {
      columns: Math.max(20, (stderr.columns ?? 80) - 1),
      rows: Math.max(1, (stderr.rows ?? 24) - 1),
      hasColours: this.hasColours,
      hasUnicode: hasUnicode(this.io),
      nowMs: Date.now(),
    });
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A` : '';
    stderr.write(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join('')}\u001b[J`);
    this.drawn = lines.length;
  }

  leave(views: readonly VideoView[]): void {
    this.show(views);
    this.drawn = 0;
  }
}

class Lines implements Screen {
  private readonly said = new Map<string, string>();

  constructor(private readonly print: Printer) {}

  show(views: readonly VideoView[]): void {
    for (const view of views) {
      const { id, status, stage, percent, message, gate } = view;
      const line = `${id}  ${gate !== null ? `awaits ${gate}` : status === 'processing' ? stage : status}  ${Math.floor(percent)}%  ${clean(message)}`;
      if (this.said.get(id) === line) continue;
      this.said.set(id, line);
      this.print.note(line);
    }
  }

  leave(views: readonly VideoView[]): void {
    this.show(views);
  }
}
