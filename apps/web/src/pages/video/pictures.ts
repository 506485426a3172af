import { type Segment } from '../../domain/sheet';

/** The smallest picture that shows the segment; null: there is none yet. */
export const pictureOf = ({ thumbnailUrl, imageUrl }: Pick<Segment, 'thumbnailUrl' | 'imageUrl'>): string | null =>
  thumbnailUrl ?? imageUrl;
