import { decode, encode } from '@jridgewell/sourcemap-codec';

/**
 * One place for each line, and no copy of the sources. Node parses the map of a file as a whole, and holds the event loop meanwhile, when the
 * first stack trace through it is read: of the whole server, a third of a second. A trace leads to file and line as before, not to the column.
 * @param {string} json a source map, version 3
 */
export function thinMap(json) {
  const { version, file, sources, mappings } = JSON.parse(json);
  const thin = decode(mappings)
    .map((line) => line.filter((segment) => segment.length > 1).slice(0, 1))
    .map(withoutName);
  return JSON.stringify({ version, file, sources, names: [], mappings: encode(thin) });
}

const withoutName = (line) => line.map(([column, source, sourceLine, sourceColumn]) => [column, source, sourceLine, sourceColumn]);
