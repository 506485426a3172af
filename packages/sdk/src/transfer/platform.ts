/** What Node, Deno and Bun have and browsers have not, without an import that a bundler would stumble over. */
import type * as nodeCryptoModule from 'node:crypto';
import type * as nodeFs from 'node:fs';
import { KadrError } from '../errors.js';

type BuiltIn = (name: string) => unknown;

function builtIn<T>(name: string): T | null {
  const { process } = globalThis as { process?: { getBuiltinModule?: BuiltIn } };
  return (process?.getBuiltinModule?.(name) as T | undefined) ?? null;
}

/** @throws KadrError in a browser */
export function fileSystem(): typeof nodeFs {
  const found = builtIn<typeof nodeFs>('node:fs');
  if (!found) throw new KadrError('There are no paths here: give a Blob, a File or a stream');
  return found;
}

/** Null in a browser. */
export const nodeCrypto = (): typeof nodeCryptoModule | null => builtIn<typeof nodeCryptoModule>('node:crypto');
