import path from 'node:path';
import { FileObjectStorage } from './file-object-storage.js';
import { objectStorageContract } from './testing/object-storage.contract.js';

objectStorageContract('a folder', (folder) => Promise.resolve(new FileObjectStorage(path.join(folder, 'objects'))));
