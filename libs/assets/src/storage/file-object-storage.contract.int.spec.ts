import path from 'node:path';
import * as jestGlobals from '@jest/globals';
import { FileObjectStorage } from './file-object-storage.js';
import { objectStorageContract } from './testing/object-storage.contract.js';

objectStorageContract(jestGlobals, 'a folder', (folder) => Promise.resolve(new FileObjectStorage(path.join(folder, 'objects'))));
