/** What `create` and `estimate` order, put together of a file, options and `--set`. Pure but for reading files. */
import { type CreateVideoRequest } from '@kadr/sdk';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { dollars, jsonOf, listed, pair, seconds, textOf } from './act.js';

export interface OrderOptions {
  readonly script?: string;
  readonly idea?: boolean;
  readonly title?: string;
  readonly duration?: number;
  readonly ratio?: string;
  readonly resolution?: string;
  readonly language?: string;
  readonly template?: string;
  readonly sections?: boolean;
  readonly gates?: readonly string[];
  readonly model?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
  readonly jsonBody?: string;
  readonly maxCost?: number;
}

/** Which of the values the server takes is left to the server: it names all faults at once. */
export function withOrderOptions(command: Command): Command {
  return command
    .argument('[prompt]', 'what the film is about')
    .option('--script <file>', 'the finished narration, kept word for word; - for stdin')
    .option('--idea', 'the prompt is an idea, to be worked out first')
    .option('--title <text>')
    .option('--duration <seconds>', 'length of the film', seconds)
    .option('--ratio <w:h>', '9:16, 16:9, 1:1 or 4:5')
    .option('--resolution <name>', '480p, 720p or 1080p')
    .option('--language <code>')
    .option('--template <id>', 'montage template, see `kadr templates`')
    .option('--sections', 'intro, main part and outro')
    .option('--gates <types>', 'wait for approval at script, images, videos', listed)
    .option('--model <ids>', 'models that make the clips, see `kadr models`', listed)
    .option('--metadata <name=value>', 'a string of your own; may be repeated', pair)
    .option('--set <path=value>', 'any field, such as voice.speed=1.1; may be repeated', (text: string, before: string[] = []) => [
      ...before,
      text,
    ])
    .option('--json-body <file>', 'the order as JSON; - for stdin')
    .addOption(new Option('--max-cost <dollars>', 'refuse it when it would cost more').argParser(dollars));
}

/** @throws CliError when a file cannot be read, or a field is set twice in ways that do not fit */
export async function orderOf(io: Io, prompt: string | undefined, options: OrderOptions): Promise<CreateVideoRequest> {
  if (options.script === '-' && options.jsonBody === '-')
    throw new CliError(EXIT.usage, '--script and --json-body cannot both come from stdin');
  const body = options.jsonBody === undefined ? {} : await jsonOf(io, options.jsonBody);
  const { title, duration, ratio, resolution, language, template, gates, model, metadata, maxCost } = options;
  const said: Readonly<Record<string, unknown>> = {
    ...(options.idea ? { idea: prompt } : { prompt }),
    script: options.script === undefined ? undefined : await textOf(io, options.script),
    ...{
      title,
      durationSeconds: duration,
      aspectRatio: ratio,
      resolution,
      language,
      template,
      approvals: gates,
      metadata,
      maxCostMicros: maxCost,
    },
  };
  for (const [name, value] of Object.entries(said)) if (value !== undefined) body[name] = value;
  if (options.sections) put(body, ['segmentation', 'mode'], 'sections');
  if (model) put(body, ['visuals', 'models'], model);
  for (const assignment of options.set ?? []) set(body, assignment);
  return body as CreateVideoRequest;
}

/** `voice.speed=1.1`. The value is JSON where it can be read as such, else text. */
export function set(body: Record<string, unknown>, assignment: string): void {
  const at = assignment.indexOf('=');
  const keys = assignment.slice(0, at).split('.');
  if (at < 1 || keys.some((key) => key === '' || key === '__proto__' || key === 'constructor' || key === 'prototype')) {
    throw new CliError(EXIT.usage, `--set takes path=value, such as voice.speed=1.1, not ${JSON.stringify(assignment)}`);
  }
  put(body, keys, valueOf(assignment.slice(at + 1)));
}

function put(body: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  let place: Record<string, unknown> = body;
  keys.forEach((key, at) => {
    if (at === keys.length - 1) return void (place[key] = value);
    const next = (Object.hasOwn(place, key) ? place[key] : undefined) ?? (/^\d+$/.test(keys[at + 1] ?? '') ? [] : {});
    if (typeof next !== 'object') {
      throw new CliError(EXIT.usage, `${keys.join('.')} cannot be set: ${keys.slice(0, at + 1).join('.')} is ${JSON.stringify(next)}`);
    }
    place[key] = next;
    place = next as Record<string, unknown>;
  });
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
