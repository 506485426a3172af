import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const FOLDER = 'apps/web';
const INPUTS = [`${FOLDER}/index.html`, `${FOLDER}/vite.config.mjs`, `${FOLDER}/src`, 'packages/sdk/src', 'package-lock.json'];
const COMPRESSED = /\.(js|css|svg|html|json)$/;

function filesBelow(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return /\.spec\.tsx?$/.test(file) ? [] : [file];
  return fs
    .readdirSync(file)
    .sort()
    .flatMap((name) => filesBelow(path.join(file, name)));
}

/** By content: a fresh clone has other times of the same sources, and this takes seconds. */
function digestOf(root) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of INPUTS.flatMap((name) => filesBelow(path.join(root, name)))) {
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Beside each file what is sent in its place to those who take it. */
async function compress(folder) {
  const files = filesBelow(folder).filter((file) => COMPRESSED.test(file));
  await Promise.all(
    files.map(async (file) => {
      const bytes = fs.readFileSync(file);
      fs.writeFileSync(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      fs.writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
    }),
  );
}

/** Within a spec NODE_ENV says `test`, and React would come with all that helps who develops it. */
async function asProduction(work) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/**
 * Bundles the studio into dist/apps/web unless its own sources are those of the last time. The new files take the place of the old
 * ones at once. Where what bundles is not installed (a production image), the files that are there stay as they are.
 * @returns {Promise<boolean>} false: nothing was done
 * @throws Error with the bundler's own words
 */
export async function buildStudio(root, { force = false } = {}) {
  const to = path.join(root, 'dist', FOLDER);
  const stampFile = path.join(root, 'dist', '.studio-stamp');
  const wanted = fs.existsSync(path.join(root, FOLDER, 'index.html')) ? digestOf(root) : null;
  if (wanted === null || !fs.existsSync(path.join(root, 'node_modules/vite'))) return false;
  const have = fs.existsSync(stampFile) && fs.existsSync(path.join(to, 'index.html')) ? fs.readFileSync(stampFile, 'utf8') : '';
  if (!force && have === wanted) return false;

  const next = path.join(root, 'dist', `.next-studio-${process.pid}`);
  try {
    const { build } = await import('vite');
    const configFile = path.join(root, FOLDER, 'vite.config.mjs');
    await asProduction(() => build({ configFile, mode: 'production', logLevel: 'warn', build: { outDir: next, emptyOutDir: true } })).catch(
      (cause) => {
        throw new Error(`The studio could not be built:\n${cause.message}`, { cause });
      },
    );
    await compress(next);
    const old = `${next}-old`;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    if (fs.existsSync(to)) fs.renameSync(to, old);
    fs.renameSync(next, to);
    fs.rmSync(old, { recursive: true, force: true });
    fs.writeFileSync(stampFile, wanted);
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
  }
  return true;
}
