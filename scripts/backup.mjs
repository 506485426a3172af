// npm run backup -- --to <an empty folder>
// Writes the database, the objects and the key of secrets there, beside a running Kadr or without one. What lies in a bucket is not copied.
// Exit code 0: the backup is whole. Settings are those of `npm start` (KADR_DATA_DIR, DATABASE_URL, KADR_STORAGE_URL, KADR_SECRETS_KEY).
import { bad } from './lib/console.mjs';
import { runOnInstallation } from './lib/installation.mjs';

try {
  process.exitCode = await runOnInstallation('backup/backup.js', process.argv.slice(2), { beside: true });
} catch (error) {
  bad(error.message);
  process.exitCode = 1;
}
