// Schemas of events that a release has written: events of that version are in somebody's log, so the schema may never change again.
// `released.json` beside the schemas has a digest for each of them; `npm run generate -- --release` adds those that are new.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../services.mjs';

const REGISTER = 'released.json';
const digestOf = (text) => createHash('sha256').update(text).digest('hex');
const registerOf = (folder) => path.join(repositoryRoot, folder, REGISTER);
const foldersOf = (schemas) => [...new Set(schemas.map(({ file }) => path.dirname(file)))];

function readRegister(folder) {
  try {
    return JSON.parse(fs.readFileSync(registerOf(folder), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * @param schemas as the sources have them now: `{ file, text }`
 * @returns a sentence for each released schema that would change, has changed on disk, or is gone
 */
export function brokenReleases(schemas) {
  const wanted = new Map(schemas.map(({ file, text }) => [file, text]));
  return foldersOf(schemas).flatMap((folder) =>
    Object.entries(readRegister(folder)).flatMap(([name, digest]) => {
      const file = path.join(folder, name);
      const there = path.join(repositoryRoot, file);
      if (!fs.existsSync(there)) return [`${file} is released and is missing`];
      if (digestOf(fs.readFileSync(there, 'utf8')) !== digest) return [`${file} is released and was changed: restore it`];
      const text = wanted.get(file);
      if (text === undefined || digestOf(text) === digest) return [];
      return [
        `${file} is released, and its type has changed: raise the version of the event, add an upcaster and a sample of the old version`,
      ];
    }),
  );
}

/** Enters all schemas that are there. Those that are entered already stay as they are. */
export function release(schemas) {
  for (const folder of foldersOf(schemas)) {
    const names = fs.readdirSync(path.join(repositoryRoot, folder)).filter((name) => /\.v\d+\.json$/.test(name));
    const known = readRegister(folder);
    const all = names.map((name) => [name, known[name] ?? digestOf(fs.readFileSync(path.join(repositoryRoot, folder, name), 'utf8'))]);
    fs.writeFileSync(registerOf(folder), `${JSON.stringify(Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`);
  }
}
