export interface SrtCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly lines: readonly string[];
}

const TIME = String.raw`(\d\d):(\d\d):(\d\d)[,.](\d{3})`;
const ARROW = new RegExp(`^${TIME} --> ${TIME}`);
const MAX_LINES = 2;
/** Characters a second that people read; a little over it is where speech itself is as fast. */
const READING_SPEED = 25;

export function cuesOf(srt: string): SrtCue[] {
  return srt
    .trim()
    .split(/\r?\n\r?\n/)
    .flatMap((block) => {
      const [, arrow = '', ...lines] = block.split(/\r?\n/);
      const match = ARROW.exec(arrow);
      if (!match) return [];
      const at = (from: number): number =>
        Number(match[from]) * 3600 + Number(match[from + 1]) * 60 + Number(match[from + 2]) + Number(match[from + 3]) / 1000;
      return [{ startSeconds: at(1), endSeconds: at(5), lines }];
    });
}

/** What is wrong with the captions of a film: each rule that is broken, with the cue, counted from 1. */
export function brokenRules(cues: readonly SrtCue[], filmSeconds: number): string[] {
  if (cues.length === 0) return ['there is no cue'];
  return cues.flatMap(({ startSeconds, endSeconds, lines }, index) => {
    const characters = lines.join(' ').length;
    const next = cues[index + 1];
    return [
      ...(endSeconds <= startSeconds ? ['ends before it begins'] : []),
      ...(next && next.startSeconds < endSeconds - 0.001 ? ['overlaps the next one'] : []),
      ...(endSeconds > filmSeconds + 0.05 ? ['runs past the film'] : []),
      ...(lines.length > MAX_LINES ? [`has ${lines.length} lines`] : []),
      ...(characters / (endSeconds - startSeconds) > READING_SPEED
        ? [`${Math.round(characters / (endSeconds - startSeconds))} characters a second`]
        : []),
      ...(/[<>{}\\*_#]|https?:/.test(lines.join(' ')) ? ['shows layout'] : []),
    ].map((fault) => `cue ${index + 1} ${fault}`);
  });
}
