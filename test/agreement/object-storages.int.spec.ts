import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import * as jestGlobals from '@jest/globals';
import { assetsConfig, type ObjectStorage } from '#assets';
import { objectStorageContract, objectStorageOf } from '#assets/testing';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';

const endings: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(endings.map((end) => end())));

/** The promises of storage, kept against servers that were written from the documents of the protocols alone. */
async function inSandbox(folder: string, kind: keyof Sandbox['storageEnv']): Promise<ObjectStorage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'kadr-sandbox-'));
  const sandbox = await startSandbox({ port: 0, dataDir });
  endings.push(async () => {
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return objectStorageOf(assetsConfig({ ...sandbox.storageEnv[kind], KADR_DATA_DIR: folder }));
}

objectStorageContract(jestGlobals, 'S3 of the sandbox', (folder) => inSandbox(folder, 's3'));
objectStorageContract(jestGlobals, 'Supabase of the sandbox', (folder) => inSandbox(folder, 'supabase'));
