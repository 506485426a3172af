/** Draws a video that is watched: a head, one line a stage, one cell a segment. Pure. */
import { styleText } from 'node:util';
import { clean, duration, fitted, money, padded, padLeft, widthOf } from '../output/text.js';
import { type CellState, type SegmentView, type Stage, type VideoView } from './view.js';

export interface DrawOptions {
  readonly columns: number;
  readonly hasColours: boolean;
  readonly hasUnicode: boolean;
  readonly nowMs: number;
  /** Above it, less is drawn of each video. Default: all. */
  readonly rows?: number;
}

type Cell = CellState | 'replaced';

const GLYPHS: Readonly<Record<'unicode' | 'ascii', Readonly<Record<Cell, string>>>> = {
  unicode: { pending: '░', generating: '▒', completed: '█', replaced: 'r', failed: 'x' },
  ascii: { pending: '.', generating: '+', completed: '#', replaced: 'r', failed: 'x' },
};
const COLOURS: Readonly<Record<Cell, 'gray' | 'cyan' | 'green' | 'yellow' | 'red'>> = {
  pending: 'gray',
  generating: 'cyan',
  completed: 'green',
  replaced: 'yellow',
  failed: 'red',
};
const STAGES: readonly Stage[] = ['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready'];
const LABEL_COLUMNS = 8;
/** A longer bar says no more, and is hard to take in. */
const MOST_CELLS = 120;

/** All videos, one below the other, within `rows`. No line is wider than `columns`, none breaks. */
export function draw(views: readonly VideoView[], options: DrawOptions): string[] {
  const whole = views.flatMap((view) => lines(view, options));
  const { rows = Infinity } = options;
  if (whole.length <= rows) return whole;
  const heads = views.map((view) => head(view, options));
  if (heads.length <= rows) return heads;
  const shown = Math.max(0, rows - 1);
  return [...heads.slice(0, shown), fitted(`… and ${heads.length - shown} more`, options.columns)];
}

function lines(view: VideoView, options: DrawOptions): string[] {
  const step = (stage: Stage): CellState => stateOf(view, stage);
  const pictures = view.segments.map(({ image }): Cell => image);
  const clips = view.segments.map(cellOf);
  return [
    head(view, options),
    line('script', [step('drafting')], '', options),
    line('images', pictures, counted(pictures, view.total), options),
    line('clips', clips, counted(clips, view.total), options),
    line('voice', [step('audio')], '', options),
    line('film', [step('rendering')], '', options),
  ];
}

function cellOf({ video, isReplaced }: SegmentView): Cell {
  return isReplaced && video === 'completed' ? 'replaced' : video;
}

function counted(cells: readonly Cell[], total: number): string {
  return `${cells.filter((cell) => cell === 'completed' || cell === 'replaced').length}/${Math.max(total, cells.length)}`;
}

/** Stages before the present one are done; when it has failed, the present one is where. */
function stateOf(view: VideoView, stage: Stage): CellState {
  if (view.status === 'completed') return 'completed';
  const [at, now] = [STAGES.indexOf(stage), STAGES.indexOf(view.stage)];
  if (at !== now) return at < now ? 'completed' : 'pending';
  return view.status === 'failed' || view.status === 'cancelled' ? 'failed' : 'generating';
}

function head(view: VideoView, options: DrawOptions): string {
  const { columns, nowMs, hasUnicode } = options;
  const state = view.gate !== null ? `awaits ${view.gate}` : view.status === 'processing' ? view.stage : view.status;
  const facts = [state, `${Math.floor(view.percent)}%`, duration((view.endedAtMs ?? nowMs) - view.createdAtMs)];
  if (view.costMicros > 0) facts.push(money(view.costMicros, view.currency));
  const right = facts.join('  ');
  const room = columns - widthOf(right) - 2;
  const name = clean(view.title ?? '') || view.id;
  if (room < LABEL_COLUMNS) return fitted(`${view.id.slice(-4)} ${right}`, columns, hasUnicode ? '…' : '~');
  return `${padded(fitted(name, room, hasUnicode ? '…' : '~'), room)}  ${right}`;
}

function line(label: string, cells: readonly Cell[], count: string, options: DrawOptions): string {
  const { columns, hasUnicode, hasColours } = options;
  const tail = count === '' ? '' : ` ${padLeft(count, 7)}`;
  const room = Math.min(MOST_CELLS, columns - LABEL_COLUMNS - 2 - widthOf(tail));
  if (room < 1) return fitted(`  ${label}${tail}`, columns, '');
  const glyphs = GLYPHS[hasUnicode ? 'unicode' : 'ascii'];
  const bar = merged(cells, room);
  const drawn = bar.map((cell) => (hasColours ? styleText(COLOURS[cell], glyphs[cell], { validateStream: false }) : glyphs[cell])).join('');
  const gap = count === '' ? '' : ' '.repeat(Math.max(0, Math.min(room, cells.length) - bar.length));
  return `  ${padded(label, LABEL_COLUMNS)}${drawn}${gap}${tail}`;
}

/** As many cells as there is room for; one that stands for several shows the one that most needs a look. */
export function merged(cells: readonly Cell[], room: number): Cell[] {
  if (cells.length <= room) return [...cells];
  return Array.from({ length: room }, (_, at) => {
    const share = cells.slice(Math.floor((at * cells.length) / room), Math.max(1, Math.floor(((at + 1) * cells.length) / room)));
    for (const loud of ['failed', 'replaced'] as const) if (share.includes(loud)) return loud;
    if (share.every((cell) => cell === 'completed')) return 'completed';
    return share.every((cell) => cell === 'pending') ? 'pending' : 'generating';
  });
}
