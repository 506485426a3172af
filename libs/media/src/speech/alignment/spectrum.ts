/** Sound as it is compared: mel-frequency cepstral coefficients, the standard picture of what a voice says regardless of how loud. */

/** Samples of one window: 32 ms at 16 kHz, a power of two for the transform. */
const WINDOW = 512;
export const SAMPLE_RATE_HZ = 16_000;
const MEL_BANDS = 26;
const [LOWEST_HZ, HIGHEST_HZ] = [80, 7000];
export const COEFFICIENTS = 13;

/** One row of `COEFFICIENTS` for every hop, each coefficient normalised over the recording (so that microphones do not matter). */
export function cepstra(samples: Float32Array, hopSeconds: number): Float32Array {
  const hop = Math.round(hopSeconds * SAMPLE_RATE_HZ);
  const frames = Math.max(1, Math.floor((samples.length - WINDOW) / hop) + 1);
  const rows = new Float32Array(frames * COEFFICIENTS);
  const re = new Float32Array(WINDOW);
  const im = new Float32Array(WINDOW);
  const bands = new Float32Array(MEL_BANDS);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let i = 0; i < WINDOW; i += 1) {
      // Pre-emphasis lifts the consonants, by which words differ.
      const at = frame * hop + i;
      re[i] = ((samples[at] ?? 0) - 0.97 * (samples[at - 1] ?? 0)) * (hamming[i] ?? 0);
      im[i] = 0;
    }
    transform(re, im);
    for (let band = 0; band < MEL_BANDS; band += 1) {
      let energy = 1e-8;
      for (const [bin, weight] of filters[band] ?? []) energy += weight * ((re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2);
      bands[band] = Math.log(energy);
    }
    for (let c = 0; c < COEFFICIENTS; c += 1) {
      let sum = 0;
      for (let band = 0; band < MEL_BANDS; band += 1) sum += (bands[band] ?? 0) * Math.cos((Math.PI * c * (band + 0.5)) / MEL_BANDS);
      rows[frame * COEFFICIENTS + c] = sum;
    }
  }
  normalise(rows, frames);
  return rows;
}

function normalise(rows: Float32Array, frames: number): void {
  for (let c = 0; c < COEFFICIENTS; c += 1) {
    let sum = 0;
    let squares = 0;
    for (let frame = 0; frame < frames; frame += 1) {
      const value = rows[frame * COEFFICIENTS + c] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / frames;
    const deviation = Math.sqrt(Math.max(1e-6, squares / frames - mean * mean));
    for (let frame = 0; frame < frames; frame += 1) {
      const at = frame * COEFFICIENTS + c;
      rows[at] = ((rows[at] ?? 0) - mean) / deviation;
    }
  }
}

const hamming = Float32Array.from({ length: WINDOW }, (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (WINDOW - 1)));
const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

/** Triangles of equal width to the ear: spectrum bins with their weights, for each band. */
const filters: readonly (readonly (readonly [bin: number, weight: number])[])[] = (() => {
  const edge = (i: number): number =>
    (hertz(mel(LOWEST_HZ) + ((mel(HIGHEST_HZ) - mel(LOWEST_HZ)) * i) / (MEL_BANDS + 1)) * WINDOW) / SAMPLE_RATE_HZ;
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [low, peak, high] = [edge(band), edge(band + 1), edge(band + 2)];
    const weights: [number, number][] = [];
    for (let bin = Math.ceil(low); bin <= Math.floor(high); bin += 1) {
      const weight = bin < peak ? (bin - low) / (peak - low) : (high - bin) / (high - peak);
      if (weight > 0) weights.push([bin, weight]);
    }
    return weights;
  });
})();

/** Fast Fourier transform in place, radix 2. */
function transform(re: Float32Array, im: Float32Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) [re[i], re[j], im[i], im[j]] = [re[j] ?? 0, re[i] ?? 0, im[j] ?? 0, im[i] ?? 0];
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    for (let k = 0; k < half; k += 1) {
      const angle = (-2 * Math.PI * k) / size;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let start = k; start < n; start += size) {
        const [ar, ai, br, bi] = [re[start] ?? 0, im[start] ?? 0, re[start + half] ?? 0, im[start + half] ?? 0];
        const [tr, ti] = [br * cos - bi * sin, br * sin + bi * cos];
        re[start] = ar + tr;
        im[start] = ai + ti;
        re[start + half] = ar - tr;
        im[start + half] = ai - ti;
      }
    }
  }
}
