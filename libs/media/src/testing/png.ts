import { crc32, deflateSync } from 'node:zlib';

/** A real PNG of one colour, of any size; for specs. */
export function pngOf(widthPx: number, heightPx: number, grey = 128): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 0], 8); // 8 bits of grey
  const line = Buffer.alloc(widthPx + 1, grey);
  line[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: heightPx }, () => line)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
