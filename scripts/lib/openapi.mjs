import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { repositoryRoot } from '../services.mjs';

/** The OpenAPI documents, read from the compiled controllers: the public one, and the one with the operators' routes. */
export async function openApiFiles() {
  await build(repositoryRoot);
  // Modules read their settings as they are put together; nothing is connected to.
  process.env.DATABASE_URL ??= 'postgres://nobody@nowhere.invalid/none';
  const { describeApi } = await import(pathToFileURL(path.join(repositoryRoot, 'dist/apps/api/src/openapi/serve.js')).href);
  const documents = await describeApi();
  return [
    { file: 'docs/openapi.json', text: `${JSON.stringify(documents.public, null, 2)}\n` },
    { file: 'docs/openapi.all.json', text: `${JSON.stringify(documents.all, null, 2)}\n` },
  ];
}
