// npm run simulate -- --films 1000 --renderers 20 [… as --help says]
// What an installation of that size would do with so many films, by recorded step times; docs/operations.md says how far it is right.
// npm run simulate -- --record makes such step times from the Kadr that runs on this data folder.
// Exit code 0: it was found out; 2: it was not.
import fs from 'node:fs';
import path from 'node:path';
import { bad, good, Refusal } from './lib/console.mjs';
import { linesOf } from './lib/simulate/lines.mjs';
import { optionsOf, USAGE } from './lib/simulate/options.mjs';
import { record } from './lib/simulate/record.mjs';
import { resultOf } from './lib/simulate/result.mjs';

const RECORDED = path.join(import.meta.dirname, 'lib/simulate/recorded.json');

try {
  const args = process.argv.slice(2);
  const asked = optionsOf(args);
  const file = asked.recording ?? RECORDED;
  if (asked.isHelp) console.log(USAGE);
  else if (asked.isRecord) await addRecording(file, await record(asked));
  else {
    const recorded = readRecorded(file);
    const order = optionsOf(
      args,
      recorded.recordings.map(({ resolution }) => resolution),
    );
    const result = resultOf(order, recorded);
    console.log(asked.isJson ? JSON.stringify(result, null, 2) : linesOf(order, result).join('\n'));
  }
} catch (error) {
  bad(error instanceof Refusal ? error.message : error.stack);
  process.exitCode = 2;
}

function readRecorded(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(`No step times can be read from ${file}: ${error.message}`);
  }
}

/** In the place of an earlier one of that resolution. What is not recorded, such as how long providers take, is that of ours. */
function addRecording(file, recording) {
  const recorded = readRecorded(fs.existsSync(file) ? file : RECORDED);
  const others = recorded.recordings.filter(({ resolution }) => fs.existsSync(file) && resolution !== recording.resolution);
  fs.writeFileSync(file, `${JSON.stringify({ ...recorded, recordings: [...others, recording] }, null, 2)}\n`);
  good(`${recording.films} films of ${recording.resolution}: ${recording.cpuSeconds} s of processor time each. Kept in ${file}`);
}
