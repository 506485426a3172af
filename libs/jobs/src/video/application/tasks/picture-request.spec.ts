import { describe, expect, it } from '@jest/globals';
import { type FilmLook } from '../../../contracts/film-look.js';
import { asStored, createVideo, recordScript } from '../../../testing/builders.js';
import { PLAIN_LOOK } from '../../../templates/domain/montage-template.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJobState } from '../../domain/video-job.state.js';
import { pictureRequest } from './picture-request.js';

const CARD: NonNullable<FilmLook['intro']> = {
  ...{ text: '{title}', seconds: 1, font: 'Inter SemiBold', color: '#ffffff', accent: '#00ff00' },
  ...{ background: '#000000', backgroundOpacity: 0.5, fadeSeconds: 0 },
};

/** A planned job whose first segment is the intro. */
function job(look: FilmLook | null, title: string | null): VideoJobState {
  let state = videoJob.initialState;
  for (const command of [createVideo(), recordScript()])
    for (const event of videoJob.decide(command, state)) state = videoJob.evolve(state, asStored(event));
  if (state.status === 'absent' || !state.plan) throw new Error('the job was not planned');
  const segments = state.plan.segments.map((segment, index) => ({
    ...segment,
    section: index === 0 ? ('intro' as const) : segment.section,
  }));
  return { ...state, look, title, plan: { ...state.plan, segments } };
}
const sectionShown = (look: FilmLook | null, title: string | null) => pictureRequest(job(look, title), 0, 'a tide').film?.section;

describe('what a picture is told of its film', () => {
  it('is that it opens it, unless a card says the title there already', () => {
    expect(sectionShown(null, 'Tides')).toBe('intro');
    expect(sectionShown(PLAIN_LOOK, 'Tides')).toBe('intro');
    expect(sectionShown({ ...PLAIN_LOOK, intro: CARD }, 'Tides')).toBe('main');
    expect(sectionShown({ ...PLAIN_LOOK, intro: { ...CARD, text: 'Welcome' } }, 'Tides')).toBe('intro');
  });
});
