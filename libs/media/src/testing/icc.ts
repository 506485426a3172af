import { crc32, deflateSync } from 'node:zlib';

/** A profile as displays have it: columns of red, green and blue in XYZ (D50) and one gamma for all. */
export function matrixProfile(columns: readonly (readonly [number, number, number])[], curve: Buffer): Buffer {
  const fixed = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(Math.round(value * 65536));
    return bytes;
  };
  const xyz = columns.map((column) => Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), ...column.map(fixed)]));
  const tags = [
    ...xyz.map((data, index) => [`${'rgb'[index]}XYZ`, data] as const),
    ...['r', 'g', 'b'].map((name) => [`${name}TRC`, curve] as const),
  ];
  const header = Buffer.alloc(132 + tags.length * 12);
  header.write('RGB XYZ ', 16, 'latin1');
  header.writeUInt32BE(tags.length, 128);
  let at = header.length;
  for (const [index, [name, data]] of tags.entries()) {
    header.write(name, 132 + index * 12, 'latin1');
    header.writeUInt32BE(at, 136 + index * 12);
    header.writeUInt32BE(data.length, 140 + index * 12);
    at += data.length;
  }
  return Buffer.concat([header, ...tags.map(([, data]) => data)]);
}

/** `para` of kind 3, the curve of sRGB. */
export function srgbCurve(): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('para', 0, 'latin1');
  bytes.writeUInt16BE(3, 8);
  for (const [index, value] of [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].entries())
    bytes.writeInt32BE(Math.round(value * 65536), 12 + index * 4);
  return bytes;
}

/** Primaries of SMPTE EG 432-1 for white D65, adapted to D50. */
export const displayP3 = (): Buffer =>
  matrixProfile(
    [
      [0.51512, 0.2412, -0.00105],
      [0.29198, 0.69225, 0.04189],
      [0.1571, 0.06657, 0.78407],
    ],
    srgbCurve(),
  );

/** The same PNG, JPEG or WebP with a profile. */
export function withProfile(file: Buffer, profile: Buffer): Buffer {
  if (file.readUInt32BE(0) === 0x89504e47) {
    const chunk = Buffer.concat([Buffer.from('iCCPown\0\0', 'latin1'), deflateSync(profile)]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(chunk.length - 4);
    sum.writeUInt32BE(crc32(chunk));
    return Buffer.concat([file.subarray(0, 33), length, chunk, sum, file.subarray(33)]);
  }
  if (file.readUInt16BE(0) === 0xffd8) {
    const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
    const head = Buffer.from([0xff, 0xe2, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([file.subarray(0, 2), head, body, file.subarray(2)]);
  }
  return extendedWebp(file, profile);
}

function extendedWebp(file: Buffer, profile: Buffer): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const lossless = file.readUInt32LE(21);
  const extended = Buffer.alloc(10);
  extended[0] = 0x20;
  extended.writeUIntLE(lossless & 0x3fff, 4, 3);
  extended.writeUIntLE((lossless >>> 14) & 0x3fff, 7, 3);
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', extended), chunk('ICCP', profile), file.subarray(12)]);
  return Buffer.concat([chunk('RIFF', body)]);
}
