/**
 * `voice.json`: what lies in the folder of a narrator voice, and whose it is. Imports nothing but node: modules, so that the command that
 * installs voices reads it from source.
 */
import path from 'node:path';

export const VOICE_FILE = 'voice.json';

/** A name of a folder of voices, of a speaker, and so of what a request names. */
export const VOICE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const SHA256 = /^[0-9a-f]{64}$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;
const FAMILIES = ['piper', 'kokoro'] as const;
const GENDERS = ['female', 'male'] as const;
/** A multilingual set of Kokoro has some hundred speakers, the data of espeak-ng some 400 files. */
const [MAX_SPEAKERS, MAX_FILES] = [1000, 5000];

/** How the model is built: VITS as Piper exports it, or Kokoro. */
export type VoiceFamily = (typeof FAMILIES)[number];

/** One of those whom a model can speak like. */
export interface VoiceSpeaker {
  /** Stable; what a request names. */
  readonly id: string;
  readonly name: string;
  /** BCP 47, lower case. */
  readonly language: string;
  readonly gender: (typeof GENDERS)[number];
  /** Its number in the model, from 0. */
  readonly speaker: number;
}

export interface FileDigest {
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Paths are relative to the folder, with `/`; null: the model has none. */
export interface VoiceFile {
  readonly format: 1;
  readonly family: VoiceFamily;
  /** Of the model and of the recordings it was made from. */
  readonly licence: string;
  /** Where it came from: an address, or what a person says. */
  readonly source: string;
  readonly model: string;
  readonly tokens: string;
  /** Kokoro: the file of its speakers. */
  readonly styles: string | null;
  /** Folder of espeak-ng's data, by which letters become sounds. */
  readonly phonemes: string | null;
  readonly lexicon: string | null;
  /** The first of a language is its narrator. */
  readonly speakers: readonly VoiceSpeaker[];
  /** Every file of the folder but this one. */
  readonly files: Readonly<Record<string, FileDigest>>;
}

/** @param text content of a `voice.json` @throws RangeError that names every fault */
export function readVoiceFile(text: string): VoiceFile {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new RangeError('no JSON');
  }
  if (!isRecord(found)) throw new RangeError('no object');
  const faults = faultsOf(found);
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  return found as unknown as VoiceFile;
}

/** Whether it stays within the folder that it is relative to. */
export const isInside = (relative: string): boolean =>
  relative !== '' && relative === path.posix.normalize(relative) && !/^(?:\.\.(?:\/|$)|\/|\.$)|\\|\0/.test(relative);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= 2000;
const isOf = (all: readonly string[], value: unknown): boolean => typeof value === 'string' && all.includes(value);

function faultsOf(found: Record<string, unknown>): string[] {
  const { format, family, licence, source, speakers, files } = found;
  const faults: string[] = [];
  const expect = (isRight: boolean, fault: string): void => void (isRight || faults.push(fault));
  expect(format === 1, 'format must be 1');
  expect(isOf(FAMILIES, family), `family must be one of ${FAMILIES.join(', ')}`);
  expect(isText(licence), 'licence is missing');
  expect(isText(source), 'source is missing');
  const known = isRecord(files) ? files : {};
  const digests = Object.entries(known);
  expect(digests.length > 0 && digests.length <= MAX_FILES, `files must have 1 to ${MAX_FILES} entries`);
  for (const [name, digest] of digests) {
    const isDigest = isRecord(digest) && typeof digest['sha256'] === 'string' && SHA256.test(digest['sha256']) && isCount(digest['bytes']);
    expect(isInside(name) && isDigest, `files["${name}"] must stay in the folder and have sha256 and bytes`);
  }
  for (const member of ['model', 'tokens', 'styles', 'lexicon'] as const) {
    const value = found[member];
    const isNeeded = member === 'model' || member === 'tokens' || (member === 'styles' && family === 'kokoro');
    expect(value === null ? !isNeeded : typeof value === 'string' && Object.hasOwn(known, value), `${member} must name one of files`);
  }
  const { phonemes } = found;
  const hasPhonemes = typeof phonemes === 'string' && isInside(phonemes) && digests.some(([name]) => name.startsWith(`${phonemes}/`));
  expect(phonemes === null || hasPhonemes, 'phonemes must name a folder that files has files of');
  const all: readonly unknown[] = Array.isArray(speakers) ? speakers : [];
  expect(all.length > 0 && all.length <= MAX_SPEAKERS, `speakers must have 1 to ${MAX_SPEAKERS} entries`);
  all.forEach((speaker, i) => expect(isSpeaker(speaker), `speakers[${i}] needs id, name, language, gender and speaker`));
  return faults;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function isSpeaker(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, name, language, gender, speaker } = value;
  const isNamed = typeof id === 'string' && VOICE_NAME.test(id) && isText(name);
  return isNamed && typeof language === 'string' && LANGUAGE.test(language) && isOf(GENDERS, gender) && isCount(speaker);
}
