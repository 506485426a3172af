/** Why a file cannot be used of which only the beginning is there. */
export const CUT_OFF = 'it is cut off: its end is missing';

/** Whether the end of a PNG, JPEG or WebP is missing. @param file all of it; what is damaged elsewhere is for the decoder to say */
export function isStillCutOff(file: Buffer): boolean {
  if (file.length < 16) return false;
  if (file.readUInt32BE(0) === 0x89504e47) return !hasPngEnd(file);
  if (file.readUInt16BE(0) === 0xffd8) return !hasJpegEnd(file);
  return file.toString('latin1', 8, 12) === 'WEBP' && file.length < 8 + file.readUInt32LE(4);
}

function hasPngEnd(file: Buffer): boolean {
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return true;
  }
  return false;
}

const [END_OF_IMAGE, TEMPORARY] = [0xd9, 0x01];
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Decoders fill what is missing with grey, and say nothing. Segments state their length; behind a scan's head lie its data, up to the next marker. */
function hasJpegEnd(file: Buffer): boolean {
  for (let at = file.indexOf(0xff, 2); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at)) {
    const marker = file[at + 1] ?? 0;
    if (marker === END_OF_IMAGE) return true;
    // A stuffed zero and restarts belong to the data; 0xff may be repeated before a marker.
    if (marker === 0xff) at += 1;
    else if (marker === 0 || marker === TEMPORARY || isRestart(marker)) at += 2;
    else if (at + 4 > file.length) return false;
    else at += 2 + Math.max(2, file.readUInt16BE(at + 2));
  }
  return false;
}
