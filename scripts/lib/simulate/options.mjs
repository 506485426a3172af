import { parseArgs } from 'node:util';
import { Refusal } from '../console.mjs';

export const USAGE = `npm run simulate -- [options]
  --films N              films, 100 by default
  --renderers N          processes with the role renderer, and
  --workers N            with the role worker, as many as renderers by default;
                         without both: one process does everything, on one machine with Postgres, NATS and Redis
  --cores N              of each process, 2 by default
  --places N             of each queue that keeps cores busy (conform, render, video) in each process, as many as cores by default
  --resolution R         480p, 720p or 1080p, as far as they are recorded; 720p by default
  --seconds N            of each film, 60 by default
  --segments N           of each film; as many as recorded films of that length have by default
  --sources S            local (clips are drawn and speech is made here; default) or providers
  --arrivals A           burst (all at once; default) or hour (at random within one)
  --tenants LIST         films of each organisation, such as 500,1x20: one with 500, twenty with one each; instead of --films
  --seed N               other luck, 1 by default
  --recording FILE       other step times than those of scripts/lib/simulate/recorded.json
  --json                 the result for programs
  --record               makes step times: orders --films (3) of --seconds (30) from the Kadr that runs on KADR_DATA_DIR, one after the
                         other, and puts them into --recording
  --help`;

const OPTIONS = {
  films: { type: 'string' },
  renderers: { type: 'string' },
  workers: { type: 'string' },
  cores: { type: 'string' },
  places: { type: 'string' },
  resolution: { type: 'string' },
  seconds: { type: 'string' },
  segments: { type: 'string' },
  sources: { type: 'string' },
  arrivals: { type: 'string' },
  tenants: { type: 'string' },
  seed: { type: 'string' },
  recording: { type: 'string' },
  json: { type: 'boolean' },
  record: { type: 'boolean' },
  help: { type: 'boolean' },
};
const MAX_FILMS = 20_000;

/**
 * @param {string[]} args of the command line
 * @param {readonly string[] | null} resolutions that are recorded; null: any
 * @returns what is asked for, with all defaults @throws Refusal that names everything that is wrong
 */
export function optionsOf(args, resolutions = null) {
  const faults = [];
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS }));
  } catch (error) {
    if (!error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new Refusal(`${error.message}\n${USAGE}`);
  }
  const whole = (name, otherwise, most) => {
    const text = values[name];
    if (text === undefined) return otherwise;
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most)
      faults.push(`--${name} is "${text}": it must be a whole number from 1 to ${most}`);
    return number;
  };
  const oneOf = (name, otherwise, all) => {
    const value = values[name] ?? otherwise;
    if (!all.includes(value)) faults.push(`--${name} is "${value}": it must be one of ${all.join(', ')}`);
    return value;
  };
  const isRecord = values.record ?? false;
  const renderers = whole('renderers', null, 1000);
  const workers = whole('workers', null, 1000);
  const cores = whole('cores', 2, 256);
  const tenants = tenantsOf(values.tenants, faults);
  if (values.tenants !== undefined && values.films !== undefined) faults.push('--tenants says how many films there are: leave out --films');
  const seconds = whole('seconds', isRecord ? 30 : 60, 600);
  const segments = whole('segments', null, 120);
  if (segments !== null && segments > seconds) faults.push(`--segments is ${segments}: a film of ${seconds} s has at most ${seconds}`);
  const films = whole('films', isRecord ? 3 : 100, MAX_FILMS);
  const options = {
    tenants: tenants ?? [films],
    films,
    split: renderers === null && workers === null ? null : { renderers: renderers ?? workers, workers: workers ?? renderers },
    cores,
    places: whole('places', cores, 1000),
    resolution: oneOf('resolution', '720p', resolutions ?? ['480p', '720p', '1080p']),
    seconds,
    segments,
    sources: oneOf('sources', 'local', ['local', 'providers']),
    arrivals: oneOf('arrivals', 'burst', ['burst', 'hour']),
    seed: whole('seed', 1, 2 ** 31 - 1),
    recording: values.recording ?? null,
    isJson: values.json ?? false,
    isRecord,
    isHelp: values.help ?? false,
  };
  if (faults.length > 0) throw new Refusal(faults.join('\n'));
  return options;
}

/** `500,1x20` → one with 500, then twenty with 1. */
function tenantsOf(text, faults) {
  if (text === undefined) return null;
  const parts = text.split(',').map((part) => /^(\d+)(?:x(\d+))?$/.exec(part));
  const tenants = parts.flatMap((match) => (match ? Array(Math.min(Number(match[2] ?? 1), MAX_FILMS)).fill(Number(match[1])) : [0]));
  const films = tenants.reduce((sum, count) => sum + count, 0);
  if (tenants.length === 0 || tenants.includes(0) || films > MAX_FILMS) {
    faults.push(`--tenants is "${text}": it must be films of each organisation, such as 500,1x20, ${MAX_FILMS} in all at most`);
  }
  return tenants;
}
