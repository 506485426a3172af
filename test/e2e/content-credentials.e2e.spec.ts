/** Content Credentials (C2PA) in a film: written with a certificate that anybody can make, read back by the library that others read them with. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess, type Video } from '../support/app-process.js';
import { fetchedPackage } from '../support/fetched-packages.js';
import { factsOf, isFastStart } from '../support/film.js';
import { type PrivateServices, startServices } from '../support/services.js';

const run = promisify(execFile);

/** Reads in a process of its own, as others would: the library is none of Kadr's. */
const READ = `
const { Reader } = await import(process.argv[1]);
const reader = await Reader.fromAsset({ path: process.argv[2], mimeType: 'video/mp4' }, JSON.parse(process.argv[3]));
console.log(JSON.stringify(reader && { ...reader.json(), manifest: reader.getActive() }));
`;

interface ManifestStore {
  readonly manifest: Manifest;
  readonly validation_state: 'Invalid' | 'Valid' | 'Trusted';
  readonly validation_status?: readonly { readonly code: string }[];
}
interface Manifest {
  readonly title: string;
  readonly claim_generator_info: readonly { readonly name: string; readonly version: string }[];
  readonly assertions: readonly { readonly label: string; readonly data: { readonly actions?: readonly Record<string, unknown>[] } }[];
  readonly signature_info: { readonly issuer: string };
}

const EXTENSIONS = `
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[films]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = nobody
[nobody]
`;

/** A root and a certificate of it. @returns the folder with `root.pem`, `chain.pem`, `films.key` */
function certificates(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'openssl.cnf'), EXTENSIONS);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  for (const name of ['root', 'films']) {
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/O=A studio/CN=${name}`, '-out', `${name}.csr`, '-config', 'openssl.cnf');
  }
  const extensions = (name: string) => ['-days', '30', '-extfile', 'openssl.cnf', '-extensions', name, '-out', `${name}.pem`];
  openssl('x509', '-req', '-in', 'root.csr', '-signkey', 'root.key', ...extensions('root'));
  openssl('x509', '-req', '-in', 'films.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', ...extensions('films'));
  const pem = (name: string): string => readFileSync(path.join(folder, `${name}.pem`), 'utf8');
  writeFileSync(path.join(folder, 'chain.pem'), `${pem('films')}${pem('root')}`);
  return folder;
}

describe('a film of an installation that has a certificate', () => {
  let folder = '';
  let library = '';
  let services: PrivateServices;
  let app: AppProcess;
  let env: Record<string, string> = {};
  const at = (name: string): string => path.join(folder, name);

  async function film(name: string): Promise<Video> {
    const order = { prompt: 'A whale sings', durationSeconds: 5, resolution: '480p', title: 'Whales' };
    const video = await app.finished((await app.order(order)).id);
    writeFileSync(at(name), await app.download(video.video?.url ?? ''));
    return video;
  }
  /** @returns null where there are none */
  async function read(name: string, settings: object = {}): Promise<ManifestStore | null> {
    const words = [pathToFileURL(path.join(library, 'node_modules/@contentauth/c2pa-node/dist/index.js')).href, at(name)];
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', READ, ...words, JSON.stringify(settings)]);
    return JSON.parse(stdout) as ManifestStore | null;
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-credentials-'));
    certificates(folder);
    const found = await fetchedPackage('@contentauth/c2pa-node', '0.8.0');
    library = path.resolve(found, '../../..');
    env = { KADR_C2PA_CERT: at('chain.pem'), KADR_C2PA_KEY: at('films.key'), KADR_C2PA_DIR: library };
    services = await startServices();
    app = await new AppProcess(services, () => env).start();
  }, 180_000);
  afterAll(async () => {
    await app?.dispose();
    await services?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('says who made it and from what, in a way that others can check, and is the same film', async () => {
    const video = await film('film.mp4');
    expect(await factsOf(at('film.mp4'))).toMatchObject({ videoCodec: 'h264', audioCodec: 'aac', width: 480, frames: 150 });
    expect(isFastStart(readFileSync(at('film.mp4')))).toBe(true);
    const found = await read('film.mp4');
    const manifest = found?.manifest;
    // Whoever does not know this studio is told so; all else holds.
    expect([found?.validation_state, found?.validation_status?.map(({ code }) => code)]).toEqual([
      'Valid',
      ['signingCredential.untrusted'],
    ]);
    expect(manifest).toMatchObject({ title: 'Whales', claim_generator_info: [{ name: 'Kadr' }], signature_info: { issuer: 'A studio' } });
    expect(manifest?.assertions.flatMap(({ data }) => data.actions ?? [])).toEqual([
      expect.objectContaining({
        action: 'c2pa.created',
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/composite',
      }),
    ]);
    const trusting = { trust: { user_anchors: readFileSync(at('root.pem'), 'utf8') }, verify: { verify_trust: true } };
    expect(await read('film.mp4', trusting)).toMatchObject({ validation_state: 'Trusted' });
    // The signed record beside it speaks of this very file.
    const answer = await app.request(`/v1/videos/${video.id}/provenance`);
    const { document } = (await answer.json()) as { document: string };
    const { film: recorded } = JSON.parse(document) as { film: { sha256: string } };
    expect(execFileSync('openssl', ['dgst', '-sha256', '-r', at('film.mp4')], { encoding: 'utf8' })).toContain(recorded.sha256);
  }, 60_000);

  it('with one byte that is another is found out', async () => {
    const bytes = readFileSync(at('film.mp4'));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(at('changed.mp4'), bytes);
    const found = await read('changed.mp4');
    expect([found?.validation_state, found?.validation_status?.map(({ code }) => code)]).toEqual([
      'Invalid',
      expect.arrayContaining(['assertion.bmffHash.mismatch']),
    ]);
  });

  it('leaves without them where the library is not there: one line says what to do, and everything works', async () => {
    await app.stop();
    env = { ...env, KADR_C2PA_DIR: at('nothing-installed') };
    await app.start();
    expect((await app.readiness())?.status).toBe(200);
    await film('plain.mp4');
    expect(await read('plain.mp4')).toBeNull();
    expect(app.logged('name', 'film-credentials').map(({ msg }) => msg)).toEqual([
      expect.stringContaining('npm install @contentauth/c2pa-node@0.8.0'),
    ]);
  }, 90_000);

  it('leaves without them where its certificate may not sign films, too', async () => {
    await app.stop();
    env = { ...env, KADR_C2PA_CERT: at('root.pem'), KADR_C2PA_KEY: at('root.key'), KADR_C2PA_DIR: library };
    await app.start();
    await film('refused.mp4');
    expect(await read('refused.mp4')).toBeNull();
    expect(app.logged('name', 'film-credentials').map(({ msg }) => msg)).toEqual([
      expect.stringContaining('leaves without Content Credentials'),
    ]);
  }, 90_000);
});
