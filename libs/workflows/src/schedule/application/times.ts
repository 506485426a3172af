/** When a cron expression fires, by the wall clock of a time zone. A calculator: nothing runs in here. */
import { Cron } from 'croner';
import { toString as inWords } from 'cronstrue';

const MAX_CHARACTERS = 200;
const MAX_CACHED = 500;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const FIELDS = 'minute, hour, day of the month, month and day of the week';

export interface TimesFault {
  readonly member: 'cron' | 'timezone';
  readonly code: 'invalid_cron' | 'unknown_timezone' | 'never_fires';
  readonly message: string;
}

export interface Occurrence {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The same by the wall clock, with its offset. */
  readonly localTime: string;
  /** What a clock change does to it. */
  readonly note: string | null;
}

/**
 * Fixed times (no `*` or step in minute and hour) go by the wall clock: one that does not exist fires at the first moment after the gap, one
 * that comes twice fires the first time. All others go by elapsed time.
 */
export class Times {
  private readonly cron: Cron;

  /** @throws TypeError for what `timesFaults` has faults for */
  constructor(
    readonly expression: string,
    readonly timezone: string,
  ) {
    this.cron = new Cron(expression, { timezone, paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' });
  }

  /** The first one after that moment, both in milliseconds since 1970; null: there is none. */
  next(afterMs: number): number | null {
    return this.cron.nextRun(new Date(afterMs))?.getTime() ?? null;
  }

  upcoming(afterMs: number, count: number): Occurrence[] {
    const found: Occurrence[] = [];
    for (let at = this.next(afterMs); at !== null && found.length < count; at = this.next(at)) found.push(this.occurrence(at));
    return found;
  }

  /** @returns e.g. `2026-03-29T03:00:00+02:00` */
  localTime(atMs: number): string {
    return localTime(atMs, this.timezone);
  }

  private occurrence(atMs: number): Occurrence {
    return { at: new Date(atMs).toISOString(), localTime: this.localTime(atMs), note: this.noteOf(atMs) };
  }

  private noteOf(atMs: number): string | null {
    const [before, now] = [offsetMinutes(atMs - 1, this.timezone), offsetMinutes(atMs, this.timezone)];
    if (now > before && !this.cron.match(new Date(atMs))) return 'The clocks go forward: its time does not exist on this day.';
    if (this.comesAgain(atMs, now)) return 'The clocks go back: its time comes twice on this day.';
    const yesterday = this.offsetTheDayBefore(atMs);
    return yesterday === now ? null : `The clocks have gone ${now > yesterday ? 'forward' : 'back'} since the day before.`;
  }

  /** The same wall clock, once the clocks have gone back by what they go back by soon. @param now offset in minutes */
  private comesAgain(atMs: number, now: number): boolean {
    return HORIZONS_MS.some((ms) => {
      const later = offsetMinutes(atMs + ms, this.timezone);
      return later < now && offsetMinutes(atMs + (now - later) * MINUTE_MS, this.timezone) === later;
    });
  }

  /** Offset at the same wall clock a day earlier, the first time it came; where it did not come, before the gap. */
  private offsetTheDayBefore(atMs: number): number {
    const wall = wallMs(atMs, this.timezone) - DAY_MS;
    const around = [-3 * HOUR_MS, 0, 3 * HOUR_MS, -DAY_MS - 3 * HOUR_MS].map((ms) => offsetMinutes(atMs - DAY_MS + ms, this.timezone));
    const then = around.filter((offset) => offsetMinutes(wall - offset * MINUTE_MS, this.timezone) === offset);
    // The larger the offset, the earlier it is.
    return then.length > 0 ? Math.max(...then) : (around[0] ?? 0);
  }
}

/** Clocks go back by half an hour (Lord Howe), an hour or two (Troll), and once by a day. */
const HORIZONS_MS = [3 * HOUR_MS, DAY_MS + 3 * HOUR_MS];

const known = new Map<string, Times>();

/** @throws TypeError @see Times */
export function timesOf(cron: string, timezone: string): Times {
  const name = `${timezone} ${cron}`;
  const kept = known.get(name);
  if (kept) return kept;
  const times = new Times(cron, timezone);
  const [oldest] = known.keys();
  if (known.size >= MAX_CACHED && oldest !== undefined) known.delete(oldest);
  known.set(name, times);
  return times;
}

/** All that is wrong with when a schedule fires. @param nowMs after which it has to fire at least once */
export function timesFaults(cron: unknown, timezone: unknown, nowMs: number): TimesFault[] {
  const faults: TimesFault[] = [];
  const isZone = typeof timezone === 'string' && isTimezone(timezone);
  if (!isZone) faults.push({ member: 'timezone', code: 'unknown_timezone', message: 'must be a time zone such as Europe/Berlin' });
  if (typeof cron !== 'string' || cron.length > MAX_CHARACTERS) {
    return [
      { member: 'cron', code: 'invalid_cron', message: `must be a cron expression of ${MAX_CHARACTERS} characters at most` },
      ...faults,
    ];
  }
  try {
    if (cron.trim() !== cron || /[^\x20-\x7e]/.test(cron)) throw new TypeError('must have five fields with single blanks between them');
    const fields = cron.split(/ +/).length;
    if (!cron.startsWith('@') && (fields !== 5 || cron === '')) throw new TypeError(`has ${cron === '' ? 0 : fields}; they are ${FIELDS}`);
    const times = new Times(cron, isZone ? timezone : 'UTC');
    if (times.next(nowMs) === null) faults.unshift({ member: 'cron', code: 'never_fires', message: 'has no day on which it fires' });
  } catch (error) {
    const isNickname = cron.startsWith('@');
    const said = isNickname ? 'there are @yearly, @annually, @monthly, @weekly, @daily and @hourly' : (error as Error).message;
    const reason = said.replace(/^CronPattern: /, '').slice(0, 300);
    faults.unshift({
      member: 'cron',
      code: 'invalid_cron',
      message: `must be a cron expression of five fields, or @daily and the like: ${reason}`,
    });
  }
  return faults;
}

/** @param cron a right one. @returns English; the expression itself where it is written in a way that nobody has words for */
export function cronInWords(cron: string): string {
  try {
    return inWords(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}

function isTimezone(name: string): boolean {
  // Offsets such as +02:00 know no clock changes, and are no zones.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const kept = formats.get(timezone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...({ timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  });
  if (formats.size >= MAX_CACHED) formats.clear();
  formats.set(timezone, made);
  return made;
}

/** The wall clock as if it was UTC. */
function wallMs(atMs: number, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(new Date(atMs))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetMinutes = (atMs: number, timezone: string): number =>
  Math.round((wallMs(atMs, timezone) - Math.floor(atMs / 1000) * 1000) / 60_000);

function localTime(atMs: number, timezone: string): string {
  const minutes = offsetMinutes(atMs, timezone);
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  const wall = new Date(wallMs(atMs, timezone)).toISOString().slice(0, 19);
  return `${wall}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
