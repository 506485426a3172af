import path from 'node:path';
import { type Bound, type FilmRenderer, type PictureRequest, type StillRequest } from '#integrations';
import { type StepContext } from './contracts/step.js';
import { type StoredFile } from './contracts/stored-file.js';

/** What is to be seen, by a model that is named. */
export interface PictureIn extends Omit<PictureRequest, 'sourceImagePath'> {
  readonly model: string;
}

/** One frame of a file, kept as PNG. */
export async function storeStill(renderer: Bound<FilmRenderer>, request: StillRequest, context: StepContext): Promise<StoredFile> {
  const made = await renderer.still(request, { path: path.join(context.workDir, 'still.png') }, context);
  return context.store('still.png', made.path, made.contentType);
}
