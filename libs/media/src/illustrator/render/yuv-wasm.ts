/**
 * The inner loop from RGBA to planar YUV 4:2:0, as WebAssembly: in JavaScript it takes some ten times as long. Written out here, instruction
 * by instruction, so that nothing has to be compiled before. Numbers are those of the WebAssembly specification.
 */
type Code = readonly number[];

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const [ADD, SUB, AND, SHL, SHR, LESS, SELECT, END] = [0x6a, 0x6b, 0x71, 0x74, 0x76, 0x48, 0x1b, 0x0b];
const loop = (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), END];
const when = (...body: Code[]): Code => [0x04, 0x40, ...body.flat(), END];
const AGAIN: Code = [0x0d, 0];
const simd = (instruction: number, ...immediate: number[]): Code => [0xfd, ...unsigned(instruction), ...immediate];
const load = (offset: number): Code => simd(0x00, 0, ...unsigned(offset));
const STORE = simd(0x0b, 0, 0);
const STORE_LOWER_HALF = simd(0x5b, 0, 0, 0);
const [EXTEND_LOW, EXTEND_HIGH, NARROW_TO_8, NARROW_TO_16] = [simd(137), simd(138), simd(102), simd(133)];
const [MEAN, DOT, ADD_4, SHIFT_4] = [simd(123), simd(186), simd(174), simd(172)];
/** Four 32-bit lanes out of the eight of two vectors. */
const lanes = (...four: number[]): Code => simd(0x0d, ...four.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)));
const vector = (bytes: Uint8Array): Code => simd(0x0c, ...bytes);

/** Bits after the point of a coefficient. */
const PRECISION = 15;

/** What red, green and blue give of Y, U and V in BT.709, 16 to 235 and 16 to 240; and what is added. */
const LUMA = { of: [0.2126, 0.7152, 0.0722].map((share) => (share * 219) / 255), add: 16 };
const chroma = (of: readonly number[]) => ({ of: of.map((share) => (share * 224) / 255), add: 128 });
const BLUE = chroma([-0.2126 / 1.8556, -0.7152 / 1.8556, 0.5]);
const RED = chroma([0.5, -0.7152 / 1.5748, -0.0722 / 1.5748]);

// Parameters, then locals.
const [SOURCE, WIDTH, ROWS, Y, U, V, ROW, X, AT, FROM] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const [A, B, C, D, LOW, HIGH] = [10, 11, 12, 13, 14, 15];

/** Four pixels of a local as four 32-bit numbers. */
function weighed(pixels: number, { of, add }: typeof LUMA): Code {
  const factors = new Int16Array([...of.map((share) => Math.round(share * 2 ** PRECISION)), 0]);
  const offset = new Int32Array(4).fill(add * 2 ** PRECISION + 2 ** (PRECISION - 1));
  const twice = new Uint8Array([...new Uint8Array(factors.buffer), ...new Uint8Array(factors.buffer)]);
  const half = (extend: Code, local: number): Code => [...get(pixels), ...extend, ...vector(twice), ...DOT, ...set(local)];
  return [
    ...[...half(EXTEND_LOW, LOW), ...half(EXTEND_HIGH, HIGH)],
    ...[...get(LOW), ...get(HIGH), ...lanes(0, 2, 4, 6), ...get(LOW), ...get(HIGH), ...lanes(1, 3, 5, 7), ...ADD_4],
    ...[...vector(new Uint8Array(offset.buffer)), ...ADD_4, ...i32(PRECISION), ...SHIFT_4],
  ];
}

/** What two locals hold, two neighbours made one, four pixels in all. */
const paired = (one: number, other: number): Code => [
  ...[...get(one), ...get(other), ...lanes(0, 2, 4, 6), ...get(one), ...get(other), ...lanes(1, 3, 5, 7), ...MEAN, ...set(one)],
];

/** Eight pixels of colour, of two locals that hold four each. */
const coloured = (plane: number, which: typeof LUMA): Code => [
  ...[...get(plane), ...get(AT), ...i32(1), SHR, ADD],
  ...[...weighed(A, which), ...weighed(C, which), ...NARROW_TO_16, ...get(A), ...NARROW_TO_8],
  ...STORE_LOWER_HALF,
];

/**
 * `(source, width, rows, y, u, v)`: addresses in memory, rows of RGBA in pairs. The width is even and 16 at least: sixteen pixels are worked on
 * together, the last ones of a row once more with those before them. Colour is that of two neighbours in every second row, as FFmpeg's
 * `scale` takes it with `neighbor`: it spares the averaging, at the same SSIM of the finished piece.
 */
const BODY: Code = [
  ...loop(
    [...i32(0), ...set(X)],
    loop(
      [...get(X), ...get(WIDTH), ...i32(16), SUB, ...get(X), ...get(WIDTH), ...i32(16), SUB, LESS, SELECT, ...set(AT)],
      [...get(SOURCE), ...get(AT), ...i32(2), SHL, ADD, ...set(FROM)],
      [A, B, C, D].flatMap((local, index) => [...get(FROM), ...load(index * 16), ...set(local)]),
      [...get(Y), ...get(AT), ADD, ...weighed(A, LUMA), ...weighed(B, LUMA), ...NARROW_TO_16],
      [...weighed(C, LUMA), ...weighed(D, LUMA), ...NARROW_TO_16, ...NARROW_TO_8, ...STORE],
      [...get(ROW), ...i32(1), AND],
      when(paired(A, B), paired(C, D), coloured(U, BLUE), coloured(V, RED)),
      [...get(X), ...i32(16), ADD, ...set(X), ...get(X), ...get(WIDTH), LESS, ...AGAIN],
    ),
    [...get(SOURCE), ...get(WIDTH), ...i32(2), SHL, ADD, ...set(SOURCE), ...get(Y), ...get(WIDTH), ADD, ...set(Y)],
    [...get(ROW), ...i32(1), AND],
    when(...[U, V].map((plane) => [...get(plane), ...get(WIDTH), ...i32(1), SHR, ADD, ...set(plane)])),
    [...get(ROW), ...i32(1), ADD, ...set(ROW), ...get(ROW), ...get(ROWS), LESS, ...AGAIN],
  ),
  END,
];

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const name = (text: string): Code => [text.length, ...Buffer.from(text, 'latin1')];
const [I32, V128, FUNCTION] = [0x7f, 0x7b, 0x60];
const LOCALS: Code = [2, 4, I32, 6, V128];

/** A module that takes `env.memory` and gives `convert`. */
export const YUV_WASM = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, FUNCTION, 6, I32, I32, I32, I32, I32, I32, 0]),
  ...section(2, [1, ...name('env'), ...name('memory'), 2, 0, 1]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name('convert'), 0, 0]),
  ...section(10, [1, ...unsigned(LOCALS.length + BODY.length), ...LOCALS, ...BODY]),
]);
