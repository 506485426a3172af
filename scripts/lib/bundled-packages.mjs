/**
 * Installed packages that go into the server's files, with what they need themselves: Node finds, reads and links each of their modules at
 * every start. What is loaded on demand or stays one file anyway is not named.
 */
const BUNDLED =
  /^(@marcbachmann\/cel-js|@nats-io\/.+|@nestjs\/.+|@opentelemetry\/.+|ajv|bullmq|class-transformer|class-validator|croner|cronstrue|csv-parse|es-toolkit|express|import-in-the-middle|ioredis|ipaddr\.js|jose|luxon|multer|openid-client|reflect-metadata|rxjs|sirv|typeorm|undici|uuid|ws|yazl)(\/|$)/;

/**
 * Stay where they are, whoever asks for them: telemetry patches `pg` as it is loaded, native code finds its binary by its folder, Node warns of
 * deprecated modules unless an installed package asks for them, which goes through `require-in-the-middle`, and the last ones are looked for by
 * packages that do without.
 */
const OUTSIDE =
  /^(pg|pg-[a-z-]+|msgpackr|iconv-lite|require-in-the-middle|@fastify\/static|@nestjs\/(microservices|websockets)|@opentelemetry\/(sdk-node|exporter-metrics-otlp-proto))(\/|$)|^(bufferutil|utf-8-validate|pg-native|supports-color|encoding)$/;

/** What packages look up by a name or a place that a file of many modules does not have. Each must still be there. */
const REWRITTEN = [
  {
    // Validation rules of a class that is derived from another: from the same package as all others.
    file: /@nestjs\/(mapped-types\/dist\/type-helpers\.utils|typeorm\/dist\/common\/typeorm-compat)\.js$/,
    from: 'const require = createRequire(import.meta.url);',
    to: '',
  },
  {
    file: /ioredis\/built\/utils\/index\.js$/,
    from: `const filePath = (0, path_1.resolve)(__dirname, "..", "..", "package.json");
        const data = await fs_1.promises.readFile(filePath, "utf8");`,
    to: 'const data = JSON.stringify(require("../../package.json"));',
  },
];

const isInstalled = (file) => file?.includes('/node_modules/') ?? false;

/**
 * @param {string} id as it is asked for
 * @param {string | undefined} importer the file that asks
 */
export function staysOutside(id, importer) {
  if (/^([./#\0]|node:)/.test(id) || LOOKED_AT_LATE.test(id)) return false;
  return OUTSIDE.test(id) || !(isInstalled(importer) || BUNDLED.test(id));
}

export const rewritten = {
  name: 'packages-in-one-file',
  transform(code, id) {
    const change = REWRITTEN.find(({ file }) => file.test(id));
    if (!change) return null;
    if (!code.includes(change.from)) throw new Error(`${id} is not as bundled-packages.mjs knows it: look what it does now`);
    return { code: code.replace(change.from, change.to), map: null };
  },
};

/**
 * Modules of Node with members that are loaded when they are looked at. An `import` looks at all of them: of `http` that is a whole client,
 * with 16 MB, which nothing of the server is about. Telemetry patches them all the same: it hears of this way too.
 */
const LOOKED_AT_LATE = /^(?:node:)?(http|crypto)$/;

export const lateBuiltins = {
  name: 'late-builtins',
  resolveId(id) {
    const [, name] = LOOKED_AT_LATE.exec(id) ?? [];
    return name ? `\0late:${name}` : null;
  },
  load(id) {
    if (!id.startsWith('\0late:')) return null;
    return `module.exports = process.getBuiltinModule(${JSON.stringify(id.slice('\0late:'.length))});`;
  },
};
