// What a first view of the studio loads, in gzipped bytes, against what it may. Part of npm run check.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { repositoryRoot } from '../services.mjs';
import { buildStudio } from './build-studio.mjs';

/** kB (1000 bytes) of scripts, by the page that is opened first. */
const SCRIPTS_KB = {
  'src/pages/create/create.page.tsx': 220,
  'src/pages/videos/videos.page.tsx': 220,
  'src/pages/video/video.page.tsx': 220,
  'src/pages/workflows/workflow.page.tsx': 270,
};
const CSS_KB = 18;
const LATIN_FONTS_KB = 80;

const dist = path.join(repositoryRoot, 'dist/apps/web');
const sizes = new Map();
const sizeOf = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length / 1000);
  return sizes.get(file);
};

function filesOf(manifest, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) filesOf(manifest, next, seen);
  return seen;
}

await buildStudio(repositoryRoot);
const manifest = JSON.parse(fs.readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
const faults = [];
const measure = (name, kb, limit) => {
  console.log(`${name}: ${kb.toFixed(1)} of ${limit} kB`);
  if (kb > limit) faults.push(`${name} is ${kb.toFixed(1)} kB, ${limit} are allowed`);
};
// Whoever opens a page loads the entry, the app that it begins, the page and the words of one language, of which the larger counts.
const words = Math.max(...['en', 'ru'].map((language) => sizeOf(manifest[`src/messages/${language}.ts`].file)));
for (const [page, limit] of Object.entries(SCRIPTS_KB)) {
  if (!manifest[page]) continue; // a page that is not there yet
  const keys = filesOf(manifest, page, filesOf(manifest, 'src/app.tsx', filesOf(manifest, 'index.html')));
  measure(page, words + [...keys].reduce((sum, key) => sum + sizeOf(manifest[key].file), 0), limit);
}
const css = new Set(Object.values(manifest).flatMap((entry) => entry.css ?? []));
measure(
  'styles',
  [...css].reduce((sum, file) => sum + sizeOf(file), 0),
  CSS_KB,
);
const fonts = fs.readdirSync(path.join(dist, '_studio')).filter((name) => /(onest|martian-mono)-latin-(wght|wdth).*\.woff2$/.test(name));
measure(
  'fonts, latin',
  fonts.reduce((sum, name) => sum + fs.statSync(path.join(dist, '_studio', name)).size / 1000, 0),
  LATIN_FONTS_KB,
);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
