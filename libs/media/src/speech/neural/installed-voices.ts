import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readVoiceFile, VOICE_FILE, VOICE_NAME, type VoiceFile, type VoiceSpeaker } from './voice-file.js';

/** A speaker of a voice that is installed. */
export interface NeuralVoice extends VoiceSpeaker {
  /** As `chooseVoice` knows voices: by one more name. */
  readonly engineVoice: string;
  /** Absolute. */
  readonly folder: string;
  readonly file: VoiceFile;
  /** Another one when the voice was installed anew. */
  readonly version: string;
}

interface Known {
  readonly stamp: string;
  readonly voices: readonly NeuralVoice[];
}

/** File systems tell times coarsely: a folder that has changed just now may change again without another time. */
const SETTLED_MS = 2_000;

/**
 * The narrator voices in a folder, one folder each. Looked at anew on every call, so that what is installed or removed meanwhile counts;
 * folder and files are read again only when they have changed. What cannot be read is left out: `npm run voices -- list` says why.
 */
export class InstalledVoices {
  private readonly known = new Map<string, Known>();
  private listed: { readonly stamp: string; readonly names: readonly string[] } | null = null;

  constructor(private readonly folder: string) {}

  /** By the names of their folders; of two speakers of one id the first counts. */
  all(): readonly NeuralVoice[] {
    const seen = new Set<string>();
    return this.names().flatMap((name) => this.voicesOf(name).filter(({ id }) => !seen.has(id) && seen.add(id)));
  }

  private names(): readonly string[] {
    try {
      const stat = statSync(this.folder, { throwIfNoEntry: false });
      if (!stat) return [];
      const stamp = `${stat.mtimeMs}-${stat.ino}`;
      if (this.listed?.stamp === stamp) return this.listed.names;
      const names = readdirSync(this.folder)
        .filter((name) => VOICE_NAME.test(name))
        .sort();
      this.listed = Date.now() - stat.mtimeMs > SETTLED_MS ? { stamp, names } : null;
      return names;
    } catch {
      return [];
    }
  }

  private voicesOf(name: string): readonly NeuralVoice[] {
    const folder = path.join(this.folder, name);
    const file = path.join(folder, VOICE_FILE);
    try {
      const { mtimeMs, size, ino } = statSync(file);
      const stamp = `${mtimeMs}-${size}-${ino}`;
      const known = this.known.get(name);
      if (known?.stamp === stamp) return known.voices;
      const voices = voicesIn(folder, stamp);
      this.known.set(name, { stamp, voices });
      return voices;
    } catch {
      this.known.delete(name);
      return [];
    }
  }
}

function voicesIn(folder: string, stamp: string): readonly NeuralVoice[] {
  let file: VoiceFile;
  try {
    file = readVoiceFile(readFileSync(path.join(folder, VOICE_FILE), 'utf8'));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
  return file.speakers.map((speaker) => ({ ...speaker, engineVoice: speaker.id, folder, file, version: `${folder} ${stamp}` }));
}
