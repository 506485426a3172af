declare module 'subset-font' {
  /** @returns the font with the glyphs that `text` needs; axes that are named have that one value from now on */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { readonly targetFormat: 'sfnt'; readonly variationAxes: Readonly<Record<string, number>> },
  ): Promise<Buffer>;
}
