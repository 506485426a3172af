import { BOARDS, type BoardQuery } from '../../scripts/lib/boards.mjs';
import { Observer } from '../../scripts/lib/observer.mjs';
import { obtainPrometheus } from '../../scripts/lib/prometheus.mjs';
import { defaultProgramsDir } from '../../scripts/services.mjs';
import { until } from './supervised.js';

const PATIENCE_MS = 90_000;

/** Prometheus beside an app, with our rules, asked for what the boards of Grafana would show. */
export class WatchedBoards {
  private constructor(private readonly observer: Observer) {}

  static async watch(url: string, folder: string): Promise<WatchedBoards> {
    const { prometheus, missing } = await obtainPrometheus({ programsDir: defaultProgramsDir() });
    if (!prometheus) throw new Error(missing ?? 'there is no Prometheus');
    const settings = { program: prometheus, folder, targets: [new URL(url).host], intervalSeconds: 1 };
    return new WatchedBoards(await Observer.start(settings));
  }

  /** When it has read the app a few times: then rates have a value. */
  async seen(): Promise<void> {
    await until('Prometheus has read the app', PATIENCE_MS, async () => {
      const [sample] = await this.observer.query('count_over_time(kadr_build_info[5m])');
      return Number(sample?.value[1] ?? 0) >= 3;
    });
  }

  /** Queries that stay without a value while the app is used, of those that are not rare. @throws Error when one is no query */
  async empty(use: () => Promise<unknown>): Promise<readonly string[]> {
    let left: readonly string[] = [];
    await until('every panel has data', PATIENCE_MS, async () => {
      await use();
      left = await this.withoutData();
      return left.length === 0;
    }).catch((error: unknown) => {
      if (left.length === 0) throw error;
    });
    return left;
  }

  stop(): Promise<void> {
    return this.observer.stop();
  }

  private async withoutData(): Promise<string[]> {
    const found: string[] = [];
    for (const { title, panels } of BOARDS) {
      for (const [panel, , , ...queries] of panels) {
        for (const [expression, , rare] of queries as BoardQuery[]) {
          const samples = await this.observer.query(expression.replaceAll('$job', '.*'));
          if (samples.length === 0 && rare === undefined) found.push(`${title}, ${panel}: ${expression}`);
        }
      }
    }
    return found;
  }
}

/** Labels that have more than so many values, as `metric label`. Bounds of buckets are no values of ours. */
export function labelsWithMany(series: readonly string[], most: number): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const line of series) {
    const [, metric = '', labels = ''] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      if (label === 'le') continue;
      const name = `${metric} ${label}`;
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return [...values].flatMap(([name, found]) => (found.size > most ? [`${name} (${found.size})`] : []));
}
