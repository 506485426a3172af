/** `clips/007.mp4`: the name under which a segment's file is served. */
export const segmentFileName = (folder: 'frames' | 'clips' | 'sources' | 'thumbnails', index: number, extension: string): string =>
  `${folder}/${String(index).padStart(3, '0')}.${extension}`;
