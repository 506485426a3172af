/** `export` and `verify`: a film as an editable timeline, and whether it is what is said of it. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { bytes } from '../output/text.js';
import { type Session } from '../session.js';
import { act } from './act.js';

const RECORD = 'provenance.json';

interface ExportOptions {
  readonly format: 'otioz' | 'zip';
  readonly output?: string;
}

interface VerifyOptions {
  readonly key?: string;
}

export function addExport(program: Command, io: Io): void {
  program
    .command('export')
    .description('get the film as an editable timeline (OTIOZ) with everything it was made from')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'a bundle for editing programs, or plain files').choices(['otioz', 'zip']).default('otioz'))
    .option('-o, --output <file>', 'default: the id')
    .action(act<ExportOptions>(io, ({ session, args: [id = ''], options }) => exportFilm(session, id, options)));
  program
    .command('verify')
    .description('check the signed record of a film, and files against it')
    .argument('<what>', 'the id of a video, or the folder of an unpacked export')
    .argument('[film]', 'a file that should be the film')
    .option('--key <file>', 'public key in PEM; default: the one that the server publishes')
    .action(
      act<VerifyOptions>(io, async ({ session, args: [what = '', film], options }) => {
        const folder = path.resolve(io.cwd, what);
        const isFolder = fs.existsSync(folder);
        const signed = isFolder ? recordIn(folder) : await recordOf(session, what);
        await mustBeSigned(session, signed, options.key);
        const record = JSON.parse(signed.document) as ProvenanceRecord;
        if (isFolder) await mustHaveDigests(record.files.map((file) => ({ ...file, path: inside(signed.folder ?? folder, file.name) })));
        if (film !== undefined) await mustHaveDigests([{ ...record.film, name: film, path: path.resolve(io.cwd, film) }]);
        const count = isFolder ? record.files.length : film === undefined ? 0 : 1;
        const { videoId } = record;
        const checked = count === 0 ? 'the record is signed' : `the record is signed, and ${count} of its files are as it says`;
        session.print.done({ videoId, keyId: signed.keyId, files: count, valid: true }, videoId, `${videoId}: ${checked}`);
      }),
    );
}

async function exportFilm({ io, kadr, print }: Session, id: string, { format, output = `${id}.${format}` }: ExportOptions): Promise<void> {
  const { body } = await kadr.videos.export(id, { format }, { signal: io.signal });
  if (!body) throw new CliError(EXIT.unexpected, 'The answer has no body', 'empty_answer');
  const file = path.resolve(io.cwd, output);
  // Beside it first: who sees the file sees all of it.
  const draft = `${file}.part`;
  try {
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), fs.createWriteStream(draft), { signal: io.signal });
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
      throw new CliError(EXIT.unexpected, `Cannot write ${output} (${code})`, 'not_writable');
    if (io.signal.aborted) throw new CliError(EXIT.interrupted, 'Interrupted', 'interrupted');
    throw new CliError(EXIT.noConnection, 'The connection broke off; nothing was kept', 'connection_lost');
  }
  print.note(`${output}: ${bytes(fs.statSync(file).size)}`);
  print.document({ id, format, file }, id, () => [output]);
}

interface FileOfRecord {
  readonly name: string;
  readonly sha256: string;
}

interface ProvenanceRecord {
  readonly videoId: string;
  readonly film: { readonly sha256: string };
  readonly files: readonly FileOfRecord[];
}

interface SignedRecord {
  readonly document: string;
  readonly signature: Buffer;
  /** Null: it is not said which of the keys. */
  readonly keyId: string | null;
  /** Where its files are. */
  readonly folder?: string;
}

async function recordOf({ kadr, io }: Session, id: string): Promise<SignedRecord> {
  const { document, signature, keyId } = await kadr.videos.provenance(id, { signal: io.signal });
  return { document, keyId, signature: Buffer.from(signature, 'base64') };
}

function recordIn(given: string): SignedRecord {
  const folder = fs.existsSync(path.join(given, 'media', RECORD)) ? path.join(given, 'media') : given;
  try {
    const file = path.join(folder, RECORD);
    return { document: fs.readFileSync(file, 'utf8'), signature: fs.readFileSync(`${file}.sig`), keyId: null, folder };
  } catch (error) {
    throw new CliError(EXIT.usage, `There is no signed record in ${given} (${(error as NodeJS.ErrnoException).code})`, 'not_readable');
  }
}

async function mustBeSigned(session: Session, { document, signature, keyId }: SignedRecord, keyFile: string | undefined): Promise<void> {
  const keys = keyFile === undefined ? await publishedKeys(session, keyId) : [keyIn(path.resolve(session.io.cwd, keyFile), keyFile)];
  const isSigned = keys.some((key) => verify(null, Buffer.from(document, 'utf8'), key, signature));
  if (!isSigned)
    throw new CliError(EXIT.validation, 'The record is not signed by this installation, or was changed since', 'bad_signature');
}

async function publishedKeys({ kadr, io }: Session, keyId: string | null): Promise<KeyObject[]> {
  const { data } = await kadr.provenanceKeys.list({ signal: io.signal });
  return data.filter((key) => keyId === null || key.keyId === keyId).map(({ publicKeyPem }) => createPublicKey(publicKeyPem));
}

function keyIn(file: string, shown: string): KeyObject {
  try {
    return createPublicKey(fs.readFileSync(file));
  } catch {
    throw new CliError(EXIT.usage, `There is no public key in ${shown}`, 'not_readable');
  }
}

/** @throws CliError that names each file which is missing or another one */
async function mustHaveDigests(files: readonly (FileOfRecord & { readonly path: string })[]): Promise<void> {
  const wrong: string[] = [];
  for (const { name, sha256, path: file } of files) {
    const found = await digestOf(file);
    if (found !== sha256) wrong.push(`${name} ${found === null ? 'is not there' : 'is not the file of the record'}`);
  }
  if (wrong.length > 0) throw new CliError(EXIT.validation, wrong.join('\n'), 'wrong_files');
}

async function digestOf(file: string): Promise<string | null> {
  const digest = createHash('sha256');
  try {
    await pipeline(fs.createReadStream(file), digest);
  } catch {
    return null;
  }
  return digest.digest('hex');
}

/** A name of a record is a name and no path. */
function inside(folder: string, name: string): string {
  if (path.basename(name) !== name || name === '..')
    throw new CliError(EXIT.validation, `${JSON.stringify(name)} is no name`, 'unsafe_name');
  return path.join(folder, name);
}
