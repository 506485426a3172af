/** What laying out a line needs to know of a TrueType font: which characters it has and how wide they are. */
export interface FontMetrics {
  has(codePoint: number): boolean;
  /** Advance width in ems; 0 for a character the font lacks. Kerning and ligatures are left out: they only narrow a line. */
  advance(codePoint: number): number;
  /** How far a line reaches above and below its base line, in ems, as libass counts it. A font size in ASS is their sum, not the em. */
  readonly ascent: number;
  readonly descent: number;
}

/** Reads `head`, `hhea`, `hmtx`, `OS/2` and `cmap` (formats 4 and 12); see the OpenType specification, chapter 5. */
export function readTrueType(file: Buffer): FontMetrics {
  const table = tables(file);
  const unitsPerEm = table('head').readUInt16BE(18);
  const hhea = table('hhea');
  const os2 = table('OS/2');
  const hmtx = table('hmtx');
  const glyphs = characterMap(table('cmap'));
  const longMetrics = hhea.readUInt16BE(34);
  const [above, below] = [os2.readUInt16BE(74), os2.readUInt16BE(76)];
  const hasWindows = above + below > 0;
  return {
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => {
      const glyph = glyphs.get(codePoint);
      return glyph === undefined ? 0 : hmtx.readUInt16BE(Math.min(glyph, longMetrics - 1) * 4) / unitsPerEm;
    },
    ascent: (hasWindows ? above : hhea.readInt16BE(4)) / unitsPerEm,
    descent: (hasWindows ? below : -hhea.readInt16BE(6)) / unitsPerEm,
  };
}

function tables(file: Buffer): (tag: string) => Buffer {
  return (tag) => {
    for (let index = 0; index < file.readUInt16BE(4); index += 1) {
      const record = 12 + index * 16;
      if (file.toString('latin1', record, record + 4) === tag) {
        const offset = file.readUInt32BE(record + 8);
        return file.subarray(offset, offset + file.readUInt32BE(record + 12));
      }
    }
    throw new Error(`The font has no ${tag} table`);
  };
}

function characterMap(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, glyphs);
    if (format === 12) addGroups(subtable, glyphs);
  }
  return glyphs;
}

function addSegments(subtable: Buffer, glyphs: Map<number, number>): void {
  const segments = subtable.readUInt16BE(6) / 2;
  const [ends, starts, deltas, offsets] = [14, 16 + segments * 2, 16 + segments * 4, 16 + segments * 6];
  for (let segment = 0; segment < segments; segment += 1) {
    const at = segment * 2;
    const [start, end] = [subtable.readUInt16BE(starts + at), subtable.readUInt16BE(ends + at)];
    const [delta, offset] = [subtable.readUInt16BE(deltas + at), subtable.readUInt16BE(offsets + at)];
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      // idRangeOffset counts from its own place in the table.
      const raw = offset === 0 ? code : subtable.readUInt16BE(offsets + at + offset + (code - start) * 2);
      const glyph = offset !== 0 && raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
}

function addGroups(subtable: Buffer, glyphs: Map<number, number>): void {
  for (let group = 0; group < subtable.readUInt32BE(12); group += 1) {
    const at = 16 + group * 12;
    const [start, end, first] = [subtable.readUInt32BE(at), subtable.readUInt32BE(at + 4), subtable.readUInt32BE(at + 8)];
    for (let code = start; code <= end; code += 1) glyphs.set(code, first + code - start);
  }
}

/**
 * The same font with its Windows map for the first 65 536 characters (3, 1) pointing to the one for all (3, 10). libass takes the
 * first Windows map it meets, and in Noto Emoji that one has no emoji. Null when the font has only one of them.
 */
export function withFullMapFirst(file: Buffer): Buffer | null {
  const cmap = tables(file)('cmap');
  let [basic, full] = [-1, -1];
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const record = 4 + index * 8;
    const [platform, encoding] = [cmap.readUInt16BE(record), cmap.readUInt16BE(record + 2)];
    if (platform === 3 && encoding === 1) basic = record;
    if (platform === 3 && encoding === 10) full = record;
  }
  if (basic < 0 || full < 0) return null;
  const changed = Buffer.from(file);
  changed.writeUInt32BE(cmap.readUInt32BE(full + 4), cmap.byteOffset - file.byteOffset + basic + 4);
  return changed;
}

/** The same font under another name, by which alone it is found: family, full and PostScript name. */
export function renamed(file: Buffer, name: string): Buffer {
  const ids = [1, 2, 4, 6];
  const texts = ids.map((id) => (id === 2 ? 'Regular' : id === 6 ? name.replaceAll(' ', '-') : name)).map((text) => utf16(text));
  const header = Buffer.alloc(6 + ids.length * 12);
  header.writeUInt16BE(ids.length, 2);
  header.writeUInt16BE(header.length, 4);
  let offset = 0;
  ids.forEach((id, index) => {
    const length = texts[index]?.length ?? 0;
    // Windows, Unicode, American English.
    [3, 1, 0x409, id, length, offset].forEach((value, at) => header.writeUInt16BE(value, 6 + index * 12 + at * 2));
    offset += length;
  });
  const table = Buffer.concat([header, ...texts]);
  const padded = Buffer.concat([file, Buffer.alloc((4 - (file.length % 4)) % 4), table]);
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    if (file.toString('latin1', record, record + 4) !== 'name') continue;
    padded.writeUInt32BE(padded.length - table.length, record + 8);
    padded.writeUInt32BE(table.length, record + 12);
  }
  return padded;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
