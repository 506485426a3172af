/** A longer picture than this is looked at in more than one way. */
const LONGEST_SECONDS = 4.2;
const USUAL_SECONDS = 3.4;
/** Shorter than this a shot is a flicker. */
const SHORTEST_SECONDS = 2;
/** How far a cut may move to fall together with the beginning of a sentence or a clause, as a share of a shot. */
const REACH = 0.22;

/**
 * On which frames a clip cuts to another shot; the first is 0. Cuts lie where a sentence or clause of the text begins, as far as its
 * letters tell when that is. Pure.
 */
export function shotStarts(text: string, frames: number, fps: number): number[] {
  const seconds = frames / fps;
  if (seconds <= LONGEST_SECONDS) return [0];
  const count = Math.max(2, Math.round(seconds / USUAL_SECONDS));
  const length = frames / count;
  const places = beginningsOf(text).map(({ share, isSentence }) => ({ frame: Math.round(share * frames), isSentence }));
  const starts = [0];
  for (let shot = 1; shot < count; shot += 1) {
    const ideal = shot * length;
    const near = places
      .filter(({ frame }) => Math.abs(frame - ideal) <= length * REACH)
      .sort((a, b) => Number(b.isSentence) - Number(a.isSentence) || Math.abs(a.frame - ideal) - Math.abs(b.frame - ideal));
    const chosen = near.find(({ frame }) => isRoomy(frame, starts.at(-1) ?? 0, frames, fps))?.frame ?? Math.round(ideal);
    if (isRoomy(chosen, starts.at(-1) ?? 0, frames, fps)) starts.push(chosen);
  }
  return starts;
}

const isRoomy = (frame: number, before: number, frames: number, fps: number): boolean =>
  frame - before >= SHORTEST_SECONDS * fps && frames - frame >= SHORTEST_SECONDS * fps;

function beginningsOf(text: string): { share: number; isSentence: boolean }[] {
  const read = text.slice(0, 4000);
  return [...read.matchAll(/([.!?…。！？]|[,;:—，、；])["'»”’)\]]*\s*(?=\S)/gu)].map((match) => ({
    share: (match.index + match[0].length) / Math.max(1, read.length),
    isSentence: /[.!?…。！？]/u.test(match[1] ?? ''),
  }));
}
