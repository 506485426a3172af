import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../place.mjs';
import { BASE_IMAGE } from './stand-in.mjs';
import { runLogged } from './tools.mjs';

const IMAGE = 'localhost/kadr:checked';

/** An authority that this machine trusts and Debian does not: npm in the build must know it too, as `docker build` would be told. */
function ownAuthority(work) {
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  if (!authorities) return [];
  const settings = path.join(work, 'npmrc');
  fs.writeFileSync(settings, 'cafile=/usr/local/etc/authorities.pem\n');
  return ['--volume', `${settings}:/usr/local/etc/npmrc:ro`, '--volume', `${authorities}:/usr/local/etc/authorities.pem:ro`];
}

/** Buildah with a storage of its own below `work`: no other images are seen, and none are left behind. */
export function buildahIn(work, { tools, log, signal }) {
  const file = (name, text) => {
    fs.writeFileSync(path.join(work, name), text);
    return path.join(work, name);
  };
  const policy = file('policy.json', JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  const env = {
    CONTAINERS_REGISTRIES_CONF: file('registries.conf', 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "permissive"\n'),
    CONTAINERS_STORAGE_CONF: file('storage.conf', '[storage]\ndriver = "vfs"\n'),
    BUILDAH_ISOLATION: 'chroot',
    TMPDIR: fs.mkdtempSync(path.join(work, 'buildah-tmp-')),
  };
  const storage = ['--root', path.join(work, 'storage'), '--runroot', path.join(work, 'run'), '--storage-driver', 'vfs'];
  return {
    policy,
    run: (command, ...args) =>
      runLogged([...tools.inside, 'buildah', ...storage, command, ...args], { env, log, signal, name: `buildah ${command}` }),
  };
}

/**
 * deploy/Dockerfile as it is, on what stands in for its base.
 * @returns {Promise<string>} name of the image
 */
export async function buildImage({ buildah, base, work, version, commit }) {
  const context = path.join(work, 'base-context');
  fs.mkdirSync(context);
  fs.linkSync(base, path.join(context, 'base.tar'));
  const recipe = ['FROM scratch', 'ADD base.tar /', `ENV NODE_VERSION=${process.versions.node}`, 'CMD ["node"]', ''];
  fs.writeFileSync(path.join(context, 'Dockerfile'), recipe.join('\n'));
  const always = ['--signature-policy', buildah.policy, '--pull-never', '--isolation', 'chroot'];
  await buildah.run('bud', ...always, '--tag', `docker.io/library/${BASE_IMAGE}`, context);
  const args = ['--build-arg', `VERSION=${version}`, '--build-arg', `COMMIT=${commit}`, '--format', 'oci', '--tag', IMAGE];
  const files = [
    '--file',
    path.join(repositoryRoot, 'deploy/Dockerfile'),
    '--ignorefile',
    path.join(repositoryRoot, 'deploy/Dockerfile.dockerignore'),
  ];
  await buildah.run('bud', ...always, ...args, ...files, ...ownAuthority(work), repositoryRoot);
  return IMAGE;
}

/** The image as a folder of layers, compressed as a registry would have them, and its manifest and settings. */
export async function exportImage({ buildah, image, work }) {
  const folder = path.join(work, 'oci');
  await buildah.run('push', '--signature-policy', buildah.policy, image, `oci:${folder}:kadr`);
  const blob = ({ digest }) => path.join(folder, 'blobs', ...digest.split(':'));
  const read = (descriptor) => JSON.parse(fs.readFileSync(blob(descriptor), 'utf8'));
  const index = JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8'));
  const manifest = read(index.manifests[0]);
  return { manifest, settings: read(manifest.config), layers: manifest.layers.map((layer) => ({ ...layer, file: blob(layer) })) };
}

/** The image's files in a folder of their own. */
export async function unpackImage({ buildah, image }) {
  const container = (await buildah.run('from', '--pull-never', '--signature-policy', buildah.policy, image)).trim();
  return (await buildah.run('mount', container)).trim().split('\n').at(-1);
}
