import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const PAGES = ['docs/webhooks.md', 'docs/telegram.md'];
const blocksOf = (page: string, language: string): string[] =>
  [...textOf(page).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);

/** As the compiler reads it: pages are narrower or wider than code. */
const bare = (code: string): string =>
  code
    .replace(/\s+/g, '')
    .replace(/,([)\]}])/g, '$1')
    .trim();

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object } | undefined>> };
}
const openapi = JSON.parse(textOf('docs/openapi.json')) as { paths: Record<string, Record<string, Operation | undefined>> };

/** Requests to the API that a page shows, with what they send. */
const requestsOf = (text: string): { readonly method: string; readonly path: string; readonly body: unknown }[] =>
  [...text.replaceAll('\\\n', ' ').matchAll(/curl (?:-s )?-X (\w+) \$(?:URL|KADR)(\/\S+)([^\n]*)/g)].map(
    ([, method = '', where = '', rest = '']) => ({
      method: method.toLowerCase(),
      path: where,
      body: JSON.parse(/-d '([^']*)'/.exec(rest)?.[1] ?? 'null') as unknown,
    }),
  );

function faultOf({ method, path: where, body }: ReturnType<typeof requestsOf>[number]): string | null {
  const operation = openapi.paths[where]?.[method];
  if (!operation) return `there is no ${method} ${where}`;
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema) return body === null ? null : `${where} takes no body`;
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  const checked = ajv.compile({
    ...schema,
    unevaluatedProperties: false,
    components: (openapi as object as { components: object }).components,
  });
  return checked(body) ? null : ajv.errorsText(checked.errors);
}

describe('examples of the pages', () => {
  it('in TypeScript are what a compiled file says, which a spec runs', () => {
    const code = bare(textOf('libs/webhooks/src/testing/is-genuine.ts'));
    const shown = PAGES.flatMap((page) => blocksOf(page, 'ts'));
    expect(shown.length).toBeGreaterThan(0);
    for (const block of shown) expect(code).toContain(bare(block));
    expect(code).not.toContain(bare(shown.join('').replace('TOLERANCE_SECONDS = 300', 'TOLERANCE_SECONDS = 3')));
    expect(textOf('libs/webhooks/src/webhooks.int.spec.ts')).toContain("from './testing/is-genuine.js'");
  });

  it('that call the API are calls it takes', () => {
    const shown = PAGES.map((page) => requestsOf(textOf(page)));
    expect(shown.map((requests) => requests.length > 0)).toEqual(PAGES.map(() => true));
    expect(shown.flat().map(faultOf)).toEqual(shown.flat().map(() => null));
    const [first] = shown.flat();
    if (!first) throw new Error('no request is shown');
    expect(faultOf({ ...first, path: '/v1/hooks' })).toBe('there is no post /v1/hooks');
    expect(faultOf({ ...first, body: { url: 1 } })).toContain('url');
    expect(faultOf({ ...first, body: { ...(first.body as object), types: [] } })).toContain('unevaluated');
  });

  it('of a body that arrives name what the catalogue names', () => {
    const shown = blocksOf('docs/webhooks.md', 'json').map((block) => JSON.parse(block) as { type: string; data: object });
    expect(shown.length).toBeGreaterThan(0);
    for (const { type, data } of shown) {
      const [file = ''] = fs.globSync(`libs/*/src/contracts/announcements/${type}.v1.json`, { cwd: root });
      const schema = JSON.parse(textOf(file)) as { required: string[] };
      expect([type, Object.keys(data).sort()]).toEqual([type, [...schema.required].sort()]);
    }
  });
});
