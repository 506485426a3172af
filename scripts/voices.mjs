// npm run voices -- list | add <name> [--sha256 <digest>] [--url <address>] [--from <folder or archive>] | remove <name>
// Narrator voices of the data folder (KADR_DATA_DIR). A running Kadr sees what was added or removed at once.
// A voice that the catalogue does not know is added with --from, --language, --licence and, where it is no woman's, --gender male.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bad, bold, dim, good, Refusal, say, warn } from './lib/console.mjs';
import { defaultDataDir } from './services.mjs';
import { addVoice, listVoices, removeVoice } from './lib/voices.mjs';

const USAGE = 'npm run voices -- list | add <name> [--from <folder or archive>] [--sha256 <digest>] [--url <address>] | remove <name>';
const text = { type: 'string' };
const megabytes = (bytes) => (bytes === null ? '' : `${Math.round(bytes / 1e6)} MB`);

async function list(voicesFolder) {
  for (const { name, state, fault, about, bytes } of await listVoices(voicesFolder)) {
    const languages = [...new Set((about?.speakers ?? []).map(({ language }) => language))].join(', ');
    console.log(
      `${bold(name.padEnd(14))} ${state.padEnd(14)} ${languages.padEnd(10)} ${megabytes(bytes).padEnd(7)} ${dim(about?.licence ?? '')}`,
    );
    if (fault) warn(`${name}: ${fault}. Add it again.`);
  }
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { from: text, sha256: text, url: text, language: text, gender: text, licence: text },
  });
  const [command, name, ...more] = positionals;
  const voicesFolder = path.join(defaultDataDir(), 'voices');
  if (more.length > 0 || !['list', 'add', 'remove'].includes(command) || (command === 'list') !== (name === undefined))
    throw new Refusal(USAGE);
  if (command === 'list') await list(voicesFolder);
  else if (command === 'remove') {
    if (!removeVoice(voicesFolder, name)) throw new Refusal(`${name} is not installed.`);
    good(`${name} is removed.`);
  } else {
    const { language, gender, licence, ...where } = values;
    const added = await addVoice({ voicesFolder, name, ...where, about: { language, gender, licence } }, say);
    good(added === 'kept' ? `${name} is installed already.` : `${name} is installed.`);
  }
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 1;
}
