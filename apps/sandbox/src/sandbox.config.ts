import path from 'node:path';
import { parseArgs } from 'node:util';
import { type SandboxOptions } from './sandbox.js';

const DEFAULT_PORT = 4010;

/**
 * The command line before the environment. @throws Error that says what is wrong and what fits
 */
export function sandboxOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>> = process.env): SandboxOptions {
  const options = {
    port: { type: 'string' },
    'smtp-port': { type: 'string' },
    host: { type: 'string' },
    speed: { type: 'string' },
    'data-dir': { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const number = (name: string, text: string, least: number, most: number): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new Error(`${name} is "${text}"; it must be a number from ${least} to ${most}`);
    return value;
  };
  const dataDir = values['data-dir'] ?? path.join(env['KADR_DATA_DIR'] || '.data', 'sandbox');
  return {
    port: number('--port', values.port ?? env['KADR_SANDBOX_PORT'] ?? String(DEFAULT_PORT), 0, 65_535),
    smtpPort: number('--smtp-port', values['smtp-port'] ?? '0', 0, 65_535),
    host: values.host ?? '127.0.0.1',
    speed: number('--speed', values.speed ?? env['KADR_SANDBOX_SPEED'] ?? '1', 0.01, 1000),
    dataDir: path.resolve(dataDir),
    ...(env['FFMPEG_PATH'] && { ffmpegPath: env['FFMPEG_PATH'] }),
    ...(env['ESPEAK_PATH'] && { espeakPath: env['ESPEAK_PATH'] }),
  };
}
