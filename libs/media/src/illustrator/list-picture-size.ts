/** Of a still in a list: the widths that are tried, in pixels, the next one where a picture would have more bytes. */
export const LIST_PICTURE = { widthsPx: [320, 240, 160], maxBytes: 30_000 } as const;
