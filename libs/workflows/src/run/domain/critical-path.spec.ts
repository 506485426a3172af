import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runOf } from '../../testing/builders.js';
import { criticalPath } from './critical-path.js';

const of = (run: ReturnType<typeof runOf>, weights: readonly number[]): string[] =>
  criticalPath(run.topology, (index) => weights[index] ?? 0).map((index) => run.topology.nodes[index]?.id ?? '');

describe('the critical path', () => {
  const diamond = () => runOf('a', 'b', 'c', 'd').edge('a.out', 'b.in').edge('a.out', 'c.in').edge('b.out', 'd.in').edge('c.out', 'd.in');

  it('goes through the slower of two branches, and through both ends', () => {
    expect(of(diamond(), [1, 5, 9, 1])).toEqual(['a', 'c', 'd']);
    expect(of(diamond(), [1, 9, 5, 1])).toEqual(['a', 'b', 'd']);
  });

  it('may be one node that nothing is connected to', () => expect(of(runOf('a', 'b').edge('a.out', 'b.in'), [1, 1])).toEqual(['a', 'b']));

  it('begins where time begins to pass', () => expect(of(runOf('a', 'b', 'c').edge('b.out', 'c.in'), [7, 2, 3])).toEqual(['a']));

  it('is as long as the longest way there is, and a way that is there', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ sources: fc.array(fc.nat(), { maxLength: 3 }), weight: fc.integer({ min: 0, max: 9 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        (plan) => {
          const run = runOf(...plan.map((_, i) => `n${i}`));
          plan.forEach(({ sources }, i) => {
            for (const source of i === 0 ? [] : new Set(sources.map((one) => one % i))) run.edge(`n${source}.out`, `n${i}.in`);
          });
          const { edges } = run.topology;
          const weightOf = (index: number): number => plan[index]?.weight ?? 0;
          const path = criticalPath(run.topology, weightOf);
          path.slice(1).forEach((to, at) => expect(edges.some((edge) => edge.from === path[at] && edge.to === to)).toBe(true));
          // Every way, by looking at all of them.
          const longestTo = (index: number): number =>
            weightOf(index) + Math.max(0, ...edges.filter(({ to }) => to === index).map(({ from }) => longestTo(from)));
          expect(path.reduce((sum, index) => sum + weightOf(index), 0)).toBe(Math.max(...plan.map((_, index) => longestTo(index))));
        },
      ),
      { seed: 11, numRuns: 200 },
    ));
});
