import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../scripts/services.mjs';

type Named = Readonly<Record<string, unknown>>;
interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}
interface Collector {
  readonly receivers: Named;
  readonly processors: Named;
  readonly exporters: Named;
  readonly extensions: Named;
  readonly service: { readonly extensions: readonly string[]; readonly pipelines: Readonly<Record<string, Pipeline>> };
}

const file = path.join(repositoryRoot, 'deploy/observability/collector.yaml');
const collector = parse(fs.readFileSync(file, 'utf8')) as Collector;

describe('the collector file', () => {
  it('uses every component that it names, and names every one that it uses', () => {
    const { service, ...kinds } = collector;
    const pipelines = Object.values(service.pipelines);
    for (const kind of ['receivers', 'processors', 'exporters'] as const) {
      const used = new Set(pipelines.flatMap((pipeline) => pipeline[kind]));
      expect([kind, [...used].sort()]).toEqual([kind, Object.keys(kinds[kind]).sort()]);
    }
    expect(service.extensions).toEqual(Object.keys(kinds.extensions));
  });

  it('bounds memory before anything else, and sends bundles last', () => {
    expect(Object.keys(collector.service.pipelines).sort()).toEqual(['metrics', 'traces']);
    for (const { processors } of Object.values(collector.service.pipelines)) {
      expect([processors[0], processors.at(-1)]).toEqual(['memory_limiter', 'batch']);
    }
    const processors = collector.service.pipelines['traces']?.processors ?? [];
    // What is taken away is gone before anything is decided or kept.
    expect(processors.indexOf('transform')).toBeLessThan(processors.indexOf('tail_sampling'));
  });
});
