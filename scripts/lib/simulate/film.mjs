/**
 * The work of a film, as `libs/jobs` asks for it: what each piece of work waits for, which queue it goes through, and what its time grows
 * with. `test/simulate/film.spec.ts` holds it against the product's own process manager.
 */

/** Queues that a process with the role `renderer` takes tasks from; all others belong to `worker`. */
export const RENDERER_QUEUES = ['conform', 'render'];

/**
 * @param {object} order
 * @param {number} order.segments
 * @param {boolean} order.hasJoints whether a transition stands between two segments, which is a piece of its own
 * @param {'local' | 'providers'} order.sources who makes clips and speech
 * @returns {{ kind: string, queue: string, key: string, after: number[] }[]} `after`: places in this very list, all of them smaller
 */
export function workOfFilm({ segments, hasJoints, sources }) {
  const work = [];
  const add = (kind, queue, key, after) => work.push({ kind: `jobs.${kind}`, queue, key, after }) - 1;
  const isLocal = sources === 'local';
  const script = add('draft-script', 'script', 'script', []);
  const narration = add('narrate', isLocal ? 'voice' : 'remote', 'narration', [script]);
  const music = add('compose-music', 'music', 'music', [script]);
  const storyboard = add('store-storyboard', 'script', 'storyboard', [script]);
  const clips = Array.from({ length: segments }, (_, index) => add('make-clip', isLocal ? 'video' : 'remote', `clip ${index}`, [script]));
  const mix = add('mix-audio', 'voice', 'mix', [narration, music]);
  const pieces = [];
  // The film's last words are known with the narration: captions are part of each piece.
  clips.forEach((clip, index) => {
    if (hasJoints && index > 0) {
      pieces.push(add('conform-piece', 'conform', `joint ${index - 1}`, [clips[index - 1], clip, narration]));
    }
    pieces.push(add('conform-piece', 'conform', `piece ${index}`, [clip, narration]));
  });
  add('render-film', 'render', 'film', [...pieces, mix, storyboard]);
  return work;
}

/** What of a film one piece of work is about, in seconds: what is recorded per second is multiplied with it. */
export function secondsOf({ kind }, { seconds, segments, hasJoints }) {
  if (kind === 'jobs.make-clip') return seconds / segments;
  // All pieces together are as long as the film.
  if (kind === 'jobs.conform-piece') return seconds / (hasJoints ? 2 * segments - 1 : segments);
  return seconds;
}
