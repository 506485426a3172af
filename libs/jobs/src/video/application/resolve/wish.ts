import { type FieldError, fieldError } from '../../../shared/faulty-request.js';

/** A film is of a prompt, a script or an idea, or of frames alone. @returns whether nothing is said in it */
export function checkWish(given: readonly unknown[], hasFrames: boolean, faults: FieldError[]): boolean {
  const wishes = given.filter((wish) => wish !== undefined && wish !== null).length;
  const isSilent = wishes === 0 && hasFrames;
  if (wishes !== 1 && !isSilent) faults.push(fieldError('prompt', 'exactly one of prompt, script and idea is required'));
  return isSilent;
}
