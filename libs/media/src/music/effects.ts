/** Effects of the mixing desk. Each works on blocks in place and keeps its own state. */
import { SAMPLE_RATE_HZ } from './oscillators.js';

/** A plate-like room: eight delay lines fed back through a Hadamard matrix, each with its own damping (feedback delay network). */
export class Reverb {
  // Mutually prime lengths in samples, 29-80 ms: no two echoes fall together.
  private static readonly LENGTHS = [1399, 1657, 1931, 2221, 2579, 2917, 3307, 3779];
  private readonly lines = Reverb.LENGTHS.map((length) => new Float32Array(length));
  private readonly at = new Int32Array(8);
  private readonly damped = new Float32Array(8);
  private readonly feedback: Float32Array;
  private readonly predelay = new Float32Array(960);
  private predelayAt = 0;
  private lowCut = 0;

  /** `seconds` is the time to -60 dB; `damping` 0-1 shortens the treble. */
  constructor(
    seconds: number,
    private readonly damping: number,
  ) {
    this.feedback = Float32Array.from(Reverb.LENGTHS, (length) => 10 ** ((-3 * length) / SAMPLE_RATE_HZ / seconds));
  }

  /** Adds the room's answer to `send` to both outputs. */
  process(send: Float32Array, left: Float32Array, right: Float32Array, gain: number): void {
    const { lines, at, damped, feedback, predelay } = this;
    const x = new Float32Array(8);
    const open = 1 - this.damping;
    for (let i = 0; i < send.length; i += 1) {
      const delayed = predelay[this.predelayAt] ?? 0;
      predelay[this.predelayAt] = send[i] ?? 0;
      this.predelayAt = this.predelayAt + 1 === predelay.length ? 0 : this.predelayAt + 1;
      // Below 130 Hz a room only makes mud.
      this.lowCut += (delayed - this.lowCut) * 0.017;
      const input = delayed - this.lowCut;
      for (let n = 0; n < 8; n += 1) {
        const out = (lines[n] as Float32Array)[at[n] as number] as number;
        const value = (damped[n] as number) + open * (out - (damped[n] as number));
        damped[n] = value;
        x[n] = value * (feedback[n] as number);
      }
      const a = x[0] as number, b = x[1] as number, c = x[2] as number, d = x[3] as number; // prettier-ignore
      const e = x[4] as number, f = x[5] as number, g = x[6] as number, h = x[7] as number; // prettier-ignore
      left[i] = (left[i] as number) + gain * (a - c + e - g);
      right[i] = (right[i] as number) + gain * (b - d + f - h);
      const s1 = a + b, d1 = a - b, s2 = c + d, d2 = c - d, s3 = e + f, d3 = e - f, s4 = g + h, d4 = g - h; // prettier-ignore
      const p1 = s1 + s2, p2 = s1 - s2, p3 = d1 + d2, p4 = d1 - d2, q1 = s3 + s4, q2 = s3 - s4, q3 = d3 + d4, q4 = d3 - d4; // prettier-ignore
      const k = 0.35355339;
      this.write(0, input + k * (p1 + q1));
      this.write(1, -input + k * (p3 + q3));
      this.write(2, input + k * (p2 + q2));
      this.write(3, -input + k * (p4 + q4));
      this.write(4, input + k * (p1 - q1));
      this.write(5, input + k * (p3 - q3));
      this.write(6, -input + k * (p2 - q2));
      this.write(7, -input + k * (p4 - q4));
    }
  }

  private write(n: number, value: number): void {
    const line = this.lines[n] as Float32Array;
    const at = this.at[n] as number;
    line[at] = value;
    this.at[n] = at + 1 === line.length ? 0 : at + 1;
  }
}

/** Echo that jumps between the sides, each repeat darker. */
export class PingPong {
  private readonly left: Float32Array;
  private readonly right: Float32Array;
  private at = 0;
  private darkLeft = 0;
  private darkRight = 0;

  constructor(
    delaySeconds: number,
    private readonly feedback: number,
  ) {
    const length = Math.max(1, Math.round(delaySeconds * SAMPLE_RATE_HZ));
    this.left = new Float32Array(length);
    this.right = new Float32Array(length);
  }

  process(send: Float32Array, outLeft: Float32Array, outRight: Float32Array): void {
    const { left, right, feedback } = this;
    for (let i = 0; i < send.length; i += 1) {
      const l = left[this.at] as number;
      const r = right[this.at] as number;
      this.darkLeft += 0.32 * (l - this.darkLeft);
      this.darkRight += 0.32 * (r - this.darkRight);
      outLeft[i] = (outLeft[i] as number) + this.darkLeft;
      outRight[i] = (outRight[i] as number) + this.darkRight;
      left[this.at] = (send[i] as number) + this.darkRight * feedback;
      right[this.at] = this.darkLeft * feedback;
      this.at = this.at + 1 === left.length ? 0 : this.at + 1;
    }
  }
}

/** Two slowly moving delays a side: one player becomes a section, mono becomes wide. */
export class Chorus {
  private readonly left = new Float32Array(4096);
  private readonly right = new Float32Array(4096);
  private at = 0;
  private phase = 0;

  process(left: Float32Array, right: Float32Array): void {
    const step = (2 * Math.PI * 0.43) / SAMPLE_RATE_HZ;
    for (let i = 0; i < left.length; i += 1) {
      const l = left[i] as number;
      const r = right[i] as number;
      this.left[this.at & 4095] = l;
      this.right[this.at & 4095] = r;
      const sweep = Math.sin(this.phase);
      left[i] = 0.72 * l + 0.42 * this.tap(this.left, 640 + 190 * sweep) + 0.16 * this.tap(this.right, 1030 - 210 * sweep);
      right[i] = 0.72 * r + 0.42 * this.tap(this.right, 690 - 190 * sweep) + 0.16 * this.tap(this.left, 1090 + 210 * sweep);
      this.at += 1;
      this.phase += step;
    }
  }

  private tap(line: Float32Array, delay: number): number {
    const position = this.at - delay;
    const whole = Math.floor(position);
    const a = line[whole & 4095] as number;
    return a + ((line[(whole + 1) & 4095] as number) - a) * (position - whole);
  }
}

/** Two-pole low-pass for both sides whose cut-off is set block by block. */
export class StereoLowPass {
  private readonly state = new Float64Array(4);

  process(left: Float32Array, right: Float32Array, cutoffHz: number): void {
    const g = Math.tan((Math.PI * Math.min(cutoffHz, SAMPLE_RATE_HZ * 0.45)) / SAMPLE_RATE_HZ);
    const a1 = 1 / (1 + g * (g + 1.3));
    this.run(left, 0, a1, g * a1, g * g * a1);
    this.run(right, 2, a1, g * a1, g * g * a1);
  }

  private run(samples: Float32Array, at: number, a1: number, a2: number, a3: number): void {
    let ic1 = this.state[at] as number;
    let ic2 = this.state[at + 1] as number;
    for (let i = 0; i < samples.length; i += 1) {
      const v3 = (samples[i] as number) - ic2;
      const v1 = a1 * ic1 + a2 * v3;
      const v2 = ic2 + a2 * ic1 + a3 * v3;
      ic1 = 2 * v1 - ic1;
      ic2 = 2 * v2 - ic2;
      samples[i] = v2;
    }
    this.state[at] = ic1;
    this.state[at + 1] = ic2;
  }
}

/** The sum: no rumble, a gentle glue of the levels, warm saturation, and never beyond the ceiling. */
export class Master {
  private readonly rumble = new Float64Array(2);
  private readonly low = new Float64Array(2);
  private readonly high = new Float64Array(2);
  private level = 0;

  constructor(private readonly gain: number) {}

  process(left: Float32Array, right: Float32Array): void {
    for (let i = 0; i < left.length; i += 1) {
      const l = this.tone(left[i] as number, 0) * this.gain;
      const r = this.tone(right[i] as number, 1) * this.gain;
      const power = l * l + r * r;
      this.level += (power > this.level ? 0.0006 : 0.00004) * (power - this.level);
      // 1.6:1 above about -14 dBFS.
      const glue = this.level > 0.04 ? (0.04 / this.level) ** 0.19 : 1;
      left[i] = saturate(l * glue);
      right[i] = saturate(r * glue);
    }
  }

  /** Nothing below 26 Hz, 3 dB less below 110 Hz, and up to 5 dB more air from 2.5 kHz on: small speakers and voices need that room. */
  private tone(x: number, side: 0 | 1): number {
    const rumble = (this.rumble[side] as number) + 0.0034 * (x - (this.rumble[side] as number));
    this.rumble[side] = rumble;
    const y = x - rumble;
    const low = (this.low[side] as number) + 0.0143 * (y - (this.low[side] as number));
    this.low[side] = low;
    const high = (this.high[side] as number) + 0.28 * (y - (this.high[side] as number));
    this.high[side] = high;
    return y - 0.3 * low + 0.75 * (y - high);
  }
}

/** Linear in the middle, bends from half scale on, and ends at 0.89 (-1 dBFS). */
function saturate(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude <= 0.5) return x;
  const bent = 0.5 + 0.39 * Math.tanh((magnitude - 0.5) / 0.39);
  return x < 0 ? -bent : bent;
}
