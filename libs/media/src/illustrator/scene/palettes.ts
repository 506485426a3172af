/** A set of colours that belong together, by role. */
export interface Palette {
  readonly name: string;
  /** Top, middle, bottom of the backdrop. */
  readonly sky: readonly [string, string, string];
  /** The light: sun, halo, rim. */
  readonly glow: string;
  /** Silhouettes, far to near. */
  readonly layers: readonly [string, string, string];
  readonly accent: string;
  /** Large type on the upper part of the backdrop. */
  readonly ink: string;
  /** Shadows: never black, always a deep version of the scene. */
  readonly shade: string;
}

/** name: three sky colours | glow | three layers | accent | ink | shade */
const TABLE = `
dawn: 3D5A98 E98F93 FFD9A0 | FFF0C9 | A06C97 6B4C7E 3F2F5B | FF7A59 | FFF7EA | 241A3F
ember: 2B1B4D A8325F FF9A56 | FFD27A | 7F2C5B 4A1D49 271236 | FFC14D | FFF3DC | 180A25
meadow: 3AA0E0 94D6F2 F0F8D8 | FFF9D6 | 92CF8C 4FA66B 23704F | FFB338 | FFFFFF | 0C3A36
deepsea: 2FB5D0 0C74AB 06264F | C9FFF4 | 0D6597 0A4573 06264A | FF8A5C | F4FFFD | 03162F
lagoon: 7FE7DC 1FA3B8 0A4A78 | E9FFF6 | 12809F 0C5C85 083B5F | FFD166 | FFFFFF | 06263F
cosmos: 0A0A2A 2A1458 63308F | FF8ADB | 3F1D72 27114F 140A30 | 5CE1FF | F4EEFF | 06041A
midnight: 071437 13306B 3E6AA8 | FFF1C2 | 1D3D75 122852 0A1734 | FFD166 | F7F3E3 | 040A1E
aurora: 04162E 0B4A5A 1FA187 | 8CFFC8 | 0F4A55 0A3040 061B29 | C77DFF | EFFFF8 | 020D1A
frost: 5B99D6 B4DAF4 F2FAFF | FFFFFF | B3D3EC 86B4DA 5488BA | FF6B6B | FFFFFF | 1E3F66
savanna: F08A3C FBBE6B FFEBC2 | FFF6D9 | E39350 BC6439 7D3B2B | 2A9D8F | FFFFFF | 4A1D12
mist: 17443F 3E8E6E CDE8B5 | F6FFD6 | 4A9272 235E4E 0F3732 | FFC857 | FAFFEF | 06201D
peach: FFE3D3 FFC9C1 F5A3B6 | FFF8F0 | F3A7A9 DB7F93 A8577D | 6C5CE7 | 5A2350 | 6B2B52
lilac: E9E2FF CFC4FB A5B0F5 | FFFFFF | B3A6EE 8B7FD9 5B50AE | FF8FA3 | 33286E | 2E2466
mint: E1F8EC B8EBD6 82D3C0 | FFFFFF | 84CFBA 4DAB98 1F7A72 | FF7F6A | 0F4A45 | 0D4641
butter: FFF3C9 FFE08A FFC24D | FFFDF0 | F9BD45 E5962E B7611F | 3A7BFF | 5F300D | 6A380F
coralpop: FF4D6D FF7F6B FFC371 | FFE9B8 | F2545B C93756 7F1F4A | 3D2C8D | FFFFFF | 4C1034
electric: 3D36D6 7456F5 C17BFF | F0DFFF | 4B3FD0 332BA6 1F1870 | FFD43B | FFFFFF | 130E4A
lime: 0FA37F 4CC98A D8F28A | FBFFDA | 38B27C 178060 0B5048 | FF5D8F | FFFFFF | 06332F
retro: F6E5C3 F4C680 E6884A | FFF4D9 | DE7440 AE4431 6B2A2A | 23766F | 6A2A1C | 4E1C17
seventies: F5E9CF D9DDBF 8FBFAE | FFF8E3 | 5FA69D 2F7474 1E474B | E4572E | 1F474A | 14343A
neonrose: 0B0221 2B0548 7A1173 | FF2E97 | 420B66 21063D 0F0222 | 00F0FF | FFFFFF | 050010
neonblue: 020A1F 05284C 0B5F86 | 00E5FF | 0A3B63 062542 031426 | FF2BD6 | F1FDFF | 01050F
slate: 1B2B44 37556F 88A5B5 | FFE9C4 | 2F4A66 20344C 141F31 | F2B84B | FBF6EA | 0A111E
paper: F4ECDE E7D9C1 CFB995 | FFFBF1 | BFA57F 927757 5B4937 | B5472F | 42301F | 3B2A1A
blueprint: 1C4F8C 1A4A86 2A66AC | DCEBFF | 2A66AC 1D4F8E 153B6D | FFD166 | F4F9FF | 0A2144
blueprintdeep: 16355F 143057 23508A | CFE3FF | 23508A 183F72 102B52 | 7FD8FF | F0F6FF | 081A36
chalk: 27402F 2C4536 3A5745 | F4F1E4 | 3A5745 2C4536 1F3327 | FFD97A | F6F3E8 | 121E17
slateboard: 24282D 2A2F35 3B424A | F4F1E4 | 3B424A 2A2F35 1D2126 | F2A07B | F4F2EC | 0F1215
noir: 0D1017 262833 6A5547 | FFD79A | 2C2B33 1C1C24 101117 | FFB74D | FFF4E0 | 050609
`;

const hex = (digits: string): string => `#${digits}`;

export const PALETTES: ReadonlyMap<string, Palette> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line): [string, Palette] => {
      const [name = '', rest = ''] = line.split(': ');
      const [sky = '', glow = '', layers = '', accent = '', ink = '', shade = ''] = rest.split(' | ');
      const [top = '', middle = '', bottom = ''] = sky.split(' ').map(hex);
      const [far = '', mid = '', near = ''] = layers.split(' ').map(hex);
      return [
        name,
        {
          name,
          sky: [top, middle, bottom],
          glow: hex(glow),
          layers: [far, mid, near],
          accent: hex(accent),
          ink: hex(ink),
          shade: hex(shade),
        },
      ];
    }),
);

/** @throws Error for an unknown name */
export function paletteNamed(name: string): Palette {
  const palette = PALETTES.get(name);
  if (!palette) throw new Error(`No palette is called ${name}`);
  return palette;
}
