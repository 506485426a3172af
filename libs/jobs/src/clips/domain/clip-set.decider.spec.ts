import { describe, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import {
  CLIP_IDS,
  CLIP_SET_ID,
  clipFailed,
  clipMade,
  clipSetRequested,
  recordFailedClip,
  recordMadeClip,
  requestClipSet,
} from '../testing/builders.js';
import { AT } from '../../testing/builders.js';
import { DeleteClipSet, RecordClipPicturesForgotten, RecordClipSetErased } from './clip-set.commands.js';
import { clipSet } from './clip-set.decider.js';
import { type ClipSetEvent } from '../../contracts/clip-set.events.js';

const completed = (made: number, failed: number): ClipSetEvent => ({
  type: 'ClipSetCompleted',
  data: { clipSetId: CLIP_SET_ID, made, failed, completedAt: AT },
});
const forgotten: ClipSetEvent = { type: 'ClipPicturesForgotten', data: { clipSetId: CLIP_SET_ID } };
const forget = new RecordClipPicturesForgotten({ clipSetId: CLIP_SET_ID }, AT);
const [first, second] = CLIP_IDS;

describe('a set of clips', () => {
  const given = decider(clipSet);

  it('is ordered once', () => given().when(requestClipSet()).then(clipSetRequested()));
  it('takes a repeated order as the same one', () => given(clipSetRequested()).when(requestClipSet()).thenNothing());
  it('takes no clip before it was ordered', () => given().when(recordMadeClip(first)).thenRefused('clips_not_found'));

  it('goes on while another clip is pending', () => given(clipSetRequested()).when(recordMadeClip(second)).then(clipMade(second)));
  it('is complete with the last clip', () =>
    given(clipSetRequested(), clipMade(second)).when(recordMadeClip(first)).then(clipMade(first), completed(2, 0)));
  it('leaves the other clips alone when one fails', () => given(clipSetRequested()).when(recordFailedClip(first)).then(clipFailed(first)));
  it('is complete also when the last clip fails', () =>
    given(clipSetRequested(), clipMade(second)).when(recordFailedClip(first)).then(clipFailed(first), completed(1, 1)));

  it('writes nothing when a clip is made twice', () =>
    given(clipSetRequested(), clipMade(first)).when(recordMadeClip(first)).thenNothing());
  it('writes nothing when a clip that failed is made later', () =>
    given(clipSetRequested(), clipFailed(first)).when(recordMadeClip(first)).thenNothing());
  it('writes nothing for a clip it does not have', () =>
    given(clipSetRequested()).when(recordMadeClip('0199a000-0000-7000-8000-0000000000ff')).thenNothing());

  it('is deleted once nothing is pending, and is then not there', () => {
    const remove = new DeleteClipSet({ clipSetId: CLIP_SET_ID }, AT);
    const erase = new RecordClipSetErased({ clipSetId: CLIP_SET_ID }, AT);
    const deleted: ClipSetEvent = { type: 'ClipSetDeleted', data: { clipSetId: CLIP_SET_ID, deletedAt: AT } };
    const erased: ClipSetEvent = { type: 'ClipSetErased', data: { clipSetId: CLIP_SET_ID } };
    const done = [clipSetRequested(), clipMade(first), clipMade(second), completed(2, 0)];
    given(clipSetRequested(), clipMade(first)).when(remove).thenRefused('not_finished');
    given(...done)
      .when(remove)
      .then(deleted);
    given(...done, deleted)
      .when(remove)
      .thenRefused('clips_not_found');
    given(...done)
      .when(erase)
      .thenNothing();
    given(...done, deleted)
      .when(erase)
      .then(erased);
    given(...done, deleted, erased)
      .when(erase)
      .thenNothing();
  });

  it('keeps the pictures while a clip needs them', () => given(clipSetRequested(), clipMade(first)).when(forget).thenNothing());
  it('forgets the pictures once', () => {
    const done = [clipSetRequested(), clipMade(first), clipMade(second), completed(2, 0)];
    given(...done)
      .when(forget)
      .then(forgotten);
    given(...done, forgotten)
      .when(forget)
      .thenNothing();
  });
});
