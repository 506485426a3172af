// Narrator voices in the data folder: each lies in voices/<name>/ with a voice.json, and is there as a whole or not at all.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isInside, readVoiceFile, VOICE_FILE, VOICE_NAME } from '../../libs/media/src/speech/neural/voice-file.ts';
import { Refusal } from './console.mjs';
import { makeFolder } from './files.mjs';
import { isAlive } from './processes.mjs';
import { VOICE_CATALOGUE } from './voice-catalogue.mjs';

const SHA256 = /^[0-9a-f]{64}$/;
/** A download that gives no byte for so long is given up. */
const SILENT_MS = 60_000;
/** Names of folders that are being made or thrown away; no voice is called so. */
const PASSING = /^\.(?:adding|removing)-(\d+)-/;

const ofCatalogue = (name) => VOICE_CATALOGUE.find((voice) => voice.name === name) ?? null;

/** @throws Refusal */
export async function sha256Of(file) {
  const hash = createHash('sha256');
  try {
    await pipeline(fs.createReadStream(file), hash);
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${error.message}`);
  }
  return hash.digest('hex');
}

/** @returns {string[]} paths of all files below, relative, with `/` @throws Refusal for anything that is neither file nor folder */
function filesBelow(folder, at = '') {
  return fs.readdirSync(path.join(folder, at), { withFileTypes: true }).flatMap((entry) => {
    const name = at === '' ? entry.name : `${at}/${entry.name}`;
    if (!isInside(name) || !(entry.isFile() || entry.isDirectory()))
      throw new Refusal(`${name} is neither a file nor a folder: not taken.`);
    return entry.isDirectory() ? filesBelow(folder, name) : [name];
  });
}

/** What is wrong with the files of an installed voice; null: they are those that were installed. */
export async function faultOf(folder) {
  let about;
  try {
    about = readVoiceFile(fs.readFileSync(path.join(folder, VOICE_FILE), 'utf8'));
  } catch (error) {
    return `${VOICE_FILE}: ${error.message}`;
  }
  for (const [name, { sha256, bytes }] of Object.entries(about.files)) {
    const file = path.join(folder, name);
    if (fs.statSync(file, { throwIfNoEntry: false })?.size !== bytes || (await sha256Of(file)) !== sha256)
      return `${name} is not the file that was installed`;
  }
  return null;
}

/** @returns what the catalogue has and what is installed, each name once, sorted */
export async function listVoices(voicesFolder) {
  const installed = fs.existsSync(voicesFolder) ? fs.readdirSync(voicesFolder).filter((name) => VOICE_NAME.test(name)) : [];
  const names = [...new Set([...VOICE_CATALOGUE.map(({ name }) => name), ...installed])].sort();
  return Promise.all(
    names.map(async (name) => {
      const folder = path.join(voicesFolder, name);
      const isInstalled = installed.includes(name);
      const fault = isInstalled ? await faultOf(folder) : null;
      const about = isInstalled && !fault ? readVoiceFile(fs.readFileSync(path.join(folder, VOICE_FILE), 'utf8')) : ofCatalogue(name);
      return {
        name,
        state: fault ? 'broken' : isInstalled ? 'installed' : 'not installed',
        fault,
        about,
        bytes: ofCatalogue(name)?.bytes ?? null,
      };
    }),
  );
}

/**
 * @param {object} wanted
 * @param {string} wanted.voicesFolder
 * @param {string} wanted.name
 * @param {string} [wanted.from] a folder or an archive; default: the address of the catalogue
 * @param {string} [wanted.url] in the place of that address
 * @param {string} [wanted.sha256] of the archive
 * @param {{ language?: string, gender?: string, licence?: string }} [wanted.about] of a voice that the catalogue does not know
 * @param {(line: string) => void} tell
 * @returns {Promise<'added' | 'kept'>} kept: it was there, with the files it was installed with
 * @throws Refusal; nothing is changed then
 */
export async function addVoice({ voicesFolder, name, from, url, sha256, about = {} }, tell) {
  if (!VOICE_NAME.test(name)) throw new Refusal(`"${name}" cannot be the name of a voice: small letters, digits and "-", 40 at most.`);
  const known = ofCatalogue(name);
  const digest = digestFor(known, sha256);
  const target = path.join(voicesFolder, name);
  if (from === undefined && fs.existsSync(target) && (await faultOf(target)) === null) return 'kept';
  if (from === undefined) refuseDownload(name, known, url, digest);
  makeFolder(voicesFolder);
  forgetPassing(voicesFolder);
  const work = fs.mkdtempSync(path.join(voicesFolder, `.adding-${process.pid}-`));
  try {
    const unpacked = path.join(work, 'unpacked');
    fs.mkdirSync(unpacked);
    if (from !== undefined && fs.statSync(from, { throwIfNoEntry: false })?.isDirectory()) {
      tell(`copying ${from}`);
      filesBelow(from);
      fs.cpSync(from, unpacked, { recursive: true });
    } else {
      const archive = from ?? path.join(work, 'archive');
      if (from === undefined) await download(url ?? known.url, archive, known?.bytes ?? null, tell);
      const found = await sha256Of(archive);
      if (digest !== null && found !== digest) throw new Refusal(`The archive's SHA-256 is ${found}, not ${digest}: it is not used.`);
      tell('unpacking');
      unpack(archive, unpacked);
    }
    const root = onlyFolderOf(unpacked);
    await describe(root, { name, known, source: from === undefined ? (url ?? known.url) : path.basename(from), about });
    replace(root, target, voicesFolder);
    return 'added';
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** @returns whether it was there */
export function removeVoice(voicesFolder, name) {
  const target = path.join(voicesFolder, name);
  if (!VOICE_NAME.test(name) || !fs.existsSync(target)) return false;
  throwAway(target, voicesFolder);
  return true;
}

function digestFor(known, given) {
  const said = given?.toLowerCase() ?? null;
  if (said !== null && !SHA256.test(said)) throw new Refusal('--sha256 takes 64 hexadecimal digits.');
  if (said !== null && known?.sha256 && said !== known.sha256)
    throw new Refusal(`The catalogue has ${known.sha256} for ${known.name}: another digest is not taken.`);
  return known?.sha256 ?? said;
}

function refuseDownload(name, known, url, digest) {
  if (!known && !url)
    throw new Refusal(
      `There is no voice "${name}" in the catalogue (npm run voices -- list). Your own is added with --from <folder or archive>.`,
    );
  if (process.env.KADR_NO_DOWNLOADS) throw new Refusal('KADR_NO_DOWNLOADS is set: bring the archive and name it with --from.');
  if (digest === null)
    throw new Refusal(
      `The digest of ${name} is not known here: take it from where its makers publish it, and say --sha256 <64 hexadecimal digits>.`,
    );
}

async function download(url, file, bytes, tell) {
  tell(`downloading ${url}${bytes === null ? '' : ` (${Math.round(bytes / 1e6)} MB)`}`);
  const silence = new AbortController();
  const expect = () => setTimeout(() => silence.abort(new Error(`no byte in ${SILENT_MS / 1000} s`)), SILENT_MS);
  let timer = expect();
  try {
    const answer = await fetch(url, { signal: silence.signal });
    if (!answer.ok || !answer.body) throw new Error(`the answer was ${answer.status}`);
    let received = 0;
    const counted = async function* (chunks) {
      for await (const chunk of chunks) {
        clearTimeout(timer);
        timer = expect();
        received += chunk.length;
        if (bytes !== null && received > bytes) throw new Error(`it is larger than the ${bytes} bytes that were expected`);
        yield chunk;
      }
    };
    await pipeline(answer.body, counted, fs.createWriteStream(file));
  } catch (error) {
    throw new Refusal(
      `${url} cannot be fetched: ${error.cause?.message ?? error.message}. On a machine without a network bring the archive and name it with --from.`,
    );
  } finally {
    clearTimeout(timer);
  }
}

function unpack(archive, folder) {
  const { status, error, stderr } = spawnSync(
    'tar',
    ['-xf', path.resolve(archive), '-C', folder, '--no-same-owner', '--no-same-permissions'],
    {
      encoding: 'utf8',
    },
  );
  if (error || status !== 0)
    throw new Refusal(`The archive cannot be unpacked (needs tar, and bzip2 for .bz2): ${(error?.message ?? stderr).trim().slice(-300)}`);
}

/** Archives have everything in one folder. */
function onlyFolderOf(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries.length === 1 && entries[0].isDirectory() ? path.join(folder, entries[0].name) : folder;
}

/** Writes `voice.json`; one that is there already must be right about every file. */
async function describe(root, { name, known, source, about }) {
  const all = filesBelow(root);
  if (all.includes(VOICE_FILE)) {
    const fault = await faultOf(root);
    if (fault !== null) throw new Refusal(`The voice is damaged: ${fault}.`);
    const described = new Set(Object.keys(readVoiceFile(fs.readFileSync(path.join(root, VOICE_FILE), 'utf8')).files));
    for (const file of all) if (file !== VOICE_FILE && !described.has(file)) fs.rmSync(path.join(root, file));
    return;
  }
  const models = all.filter((file) => /^[^/]+\.onnx$/.test(file));
  if (models.length !== 1 || !all.includes('tokens.txt')) {
    throw new Refusal('A voice has one model (.onnx) and tokens.txt, as sherpa-onnx takes them; these files are something else.');
  }
  const isKokoro = all.includes('voices.bin');
  if (known && known.family !== (isKokoro ? 'kokoro' : 'piper')) throw new Refusal(`These are not the files of ${name}.`);
  const { language, gender = 'female', licence = known?.licence } = about;
  const missing = known ? [] : [!language && '--language', !licence && '--licence'].filter(Boolean);
  if (missing.length > 0) throw new Refusal(`${name} is not in the catalogue: say ${missing.join(' and ')}.`);
  const files = {};
  for (const file of all) files[file] = { sha256: await sha256Of(path.join(root, file)), bytes: fs.statSync(path.join(root, file)).size };
  const text = JSON.stringify(
    {
      ...{ format: 1, family: isKokoro ? 'kokoro' : 'piper', licence, source, model: models[0], tokens: 'tokens.txt' },
      styles: isKokoro ? 'voices.bin' : null,
      phonemes: all.some((file) => file.startsWith('espeak-ng-data/')) ? 'espeak-ng-data' : null,
      lexicon: all.find((file) => /^lexicon(?:-us-en)?\.txt$/.test(file)) ?? null,
      speakers: known?.speakers ?? [{ id: name, name, language: language.toLowerCase(), gender, speaker: 0 }],
      files,
    },
    null,
    1,
  );
  try {
    readVoiceFile(text);
  } catch (error) {
    throw new Refusal(error.message);
  }
  fs.writeFileSync(path.join(root, VOICE_FILE), `${text}\n`);
}

/** Who reads the folder meanwhile finds the old voice, none for a moment, or the new one. */
function replace(root, target, voicesFolder) {
  for (let tries = 0; ; tries += 1) {
    if (fs.existsSync(target)) throwAway(target, voicesFolder);
    try {
      fs.renameSync(root, target);
      return;
    } catch (error) {
      // Somebody else has just added it.
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code) || tries === 5) throw error;
    }
  }
}

function throwAway(target, voicesFolder) {
  const aside = fs.mkdtempSync(path.join(voicesFolder, `.removing-${process.pid}-`));
  try {
    fs.renameSync(target, path.join(aside, 'voice'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/** What a command that was killed has left behind. */
function forgetPassing(voicesFolder) {
  for (const name of fs.readdirSync(voicesFolder)) {
    const pid = Number(PASSING.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && !isAlive(pid)) fs.rmSync(path.join(voicesFolder, name), { recursive: true, force: true });
  }
}
