/** The library that writes C2PA, which Kadr does not bring along: 48 MB for one system, fetched from elsewhere for the others. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Algorithm } from './signing-key.js';

export const C2PA_PACKAGE = '@contentauth/c2pa-node';
export const C2PA_VERSION = '0.8.0';

/** What is used of it. */
export interface C2pa {
  readonly Builder: { withJson(manifest: object): Builder };
  readonly CallbackSigner: {
    newSigner(
      config: { alg: Algorithm; certs: readonly Buffer[]; reserveSize: number; directCoseHandling: false },
      sign: (data: Buffer) => Promise<Buffer>,
    ): object;
  };
}

interface Builder {
  /** Off this thread. @returns the manifest */
  signAsync(signer: object, input: { path: string; mimeType: string }, output: { path: string }): Promise<Buffer>;
}

/** @param dir where it was installed; null: beside Kadr. @throws when it is not there, or has no binary for this system */
export async function loadC2pa(dir: string | null): Promise<C2pa> {
  const from = createRequire(dir === null ? import.meta.url : path.join(path.resolve(dir), 'index.js'));
  return (await import(pathToFileURL(from.resolve(C2PA_PACKAGE)).href)) as C2pa;
}
