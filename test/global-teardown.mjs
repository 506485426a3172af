import fs from 'node:fs';

export default async function globalTeardown() {
  const started = globalThis.__kadrTestServices;
  if (!started) return;
  await started.services.stop({ quick: true });
  fs.rmSync(started.dataDir, { recursive: true, force: true });
}
