import { ownLink } from '../../api/client';
import { type Segment } from '../../domain/sheet';

/** The smallest picture that shows the segment; null: there is none yet. */
export const pictureOf = ({ thumbnailUrl, imageUrl }: Pick<Segment, 'thumbnailUrl' | 'imageUrl'>): string | null =>
  thumbnailUrl ?? imageUrl;

/** The largest picture of a film's page is that of its first segment: it comes while the page is being drawn. */
export function loadFirstPicture([first]: readonly Segment[] = []): void {
  const url = first && pictureOf(first);
  if (url) new Image().src = ownLink(url);
}
