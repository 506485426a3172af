import { sandboxOptions } from './sandbox.config.js';
import { startSandbox } from './sandbox.js';

const quoted = (value: string): string => (/^[\w:/.,-]+$/.test(value) ? value : `'${value}'`);
const lines = (env: Readonly<Record<string, string>>, start = ''): string[] =>
  Object.entries(env).map(([name, value]) => `${start}export ${name}=${quoted(value)}`);

try {
  const sandbox = await startSandbox(sandboxOptions(process.argv.slice(2)));
  const { s3, supabase } = sandbox.storageEnv;
  const storage = ['# storage, one of them:', ...lines(s3, '# '), ...lines(supabase, '# ')];
  console.log([`Provider sandbox is ready: ${sandbox.url}`, '', ...lines(sandbox.env), ...storage, ''].join('\n'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
