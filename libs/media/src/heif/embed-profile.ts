import { crc32, deflateSync } from 'node:zlib';

const MARK = Buffer.from('ICC_PROFILE\0', 'latin1');
/** A segment of a JPEG states its length in two bytes, itself included; the mark and two numbers stand before its data. */
const SEGMENT_BYTES = 0xffff - 2 - MARK.length - 2;
const MOST_SEGMENTS = 255;
/** Signature and first chunk of a PNG. */
const PNG_HEAD_BYTES = 33;

/** The same JPEG or PNG with an ICC profile in it; one that is too large for it is left out. */
export function withIccProfile(picture: Buffer, profile: Buffer): Buffer {
  if (picture.readUInt16BE(0) !== 0xffd8) {
    return Buffer.concat([picture.subarray(0, PNG_HEAD_BYTES), pngChunk(profile), picture.subarray(PNG_HEAD_BYTES)]);
  }
  const count = Math.ceil(profile.length / SEGMENT_BYTES);
  if (count > MOST_SEGMENTS) return picture;
  const segments = Array.from({ length: count }, (_, index) => {
    const data = profile.subarray(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES);
    const head = Buffer.from([0xff, 0xe2, 0, 0]);
    head.writeUInt16BE(2 + MARK.length + 2 + data.length, 2);
    return Buffer.concat([head, MARK, Buffer.from([index + 1, count]), data]);
  });
  return Buffer.concat([picture.subarray(0, 2), ...segments, picture.subarray(2)]);
}

function pngChunk(profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPICC\0\0', 'latin1'), deflateSync(profile)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
