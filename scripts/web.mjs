// npm run web    the studio with its sources reloaded as they change; it asks the API at KADR_URL (http://localhost:3000)
import path from 'node:path';
import { createServer } from 'vite';
import { repositoryRoot } from './services.mjs';

const server = await createServer({ configFile: path.join(repositoryRoot, 'apps/web/vite.config.mjs') });
await server.listen();
server.printUrls();
