import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessorShares, type Share } from './processor-shares.js';

const [GREEDY, MODEST, THIRD] = ['greedy', 'modest', 'third'];

let seconds = 0;
let made: { yielded: number }[] = [];
let shares: ProcessorShares;
beforeEach(() => {
  seconds = 0;
  made = [];
  shares = new ProcessorShares(
    () => {
      const one = { yielded: 0 };
      made.push(one);
      return { within: (work) => work(), yield: () => void (one.yielded += 1) };
    },
    () => seconds * 1000,
  );
});

const begin = (orgId: string, count: number): Share[] => Array.from({ length: count }, () => shares.begin(orgId, 'conform'));
const stepped = (): boolean[] => made.map(({ yielded }) => yielded > 0);

describe('faults A8: on a busy processor', () => {
  it('nobody steps back who is alone, however much it does', () => {
    begin(GREEDY, 8);
    seconds = 600;
    begin(GREEDY, 1);
    expect(stepped()).toEqual(Array(9).fill(false));
  });

  it('who has had most steps back for who comes anew, with what runs and with what begins, and not the other way round', () => {
    begin(GREEDY, 3);
    seconds = 60;
    begin(MODEST, 1);
    expect(stepped()).toEqual([true, true, true, false]);
    begin(GREEDY, 1);
    begin(MODEST, 1);
    expect(stepped()).toEqual([true, true, true, false, true, false]);
  });

  it('who was here a moment ago and comes again is not behind what others have begun meanwhile', () => {
    const [share] = begin(MODEST, 1);
    seconds = 12;
    share?.end();
    begin(GREEDY, 20);
    expect(stepped()).toEqual(Array(21).fill(false));
    seconds = 17;
    begin(MODEST, 1);
    expect(stepped()).toEqual([false, ...Array(20).fill(true), false]);
  });

  it('nobody steps back over a few steps of one film', () => {
    begin(GREEDY, 3);
    seconds = 3;
    begin(MODEST, 1);
    begin(GREEDY, 1);
    expect(stepped()).toEqual(Array(5).fill(false));
  });

  it('equals are equal: who comes anew becomes one of them when it does as much', () => {
    begin(GREEDY, 3);
    seconds = 60;
    begin(MODEST, 3);
    seconds = 120;
    begin(GREEDY, 1);
    begin(MODEST, 1);
    expect(stepped().slice(-2)).toEqual([false, false]);
  });

  it('of several the one far above the others steps back', () => {
    begin(GREEDY, 8);
    begin(THIRD, 1);
    seconds = 30;
    begin(MODEST, 1);
    expect(stepped()).toEqual([...Array(8).fill(true), false, false]);
  });

  it('what was long ago is forgotten: who is gone makes nobody step back', () => {
    begin(GREEDY, 3);
    const [share] = begin(MODEST, 1);
    seconds = 5;
    share?.end();
    seconds = 400;
    begin(THIRD, 1)[0]?.end();
    seconds = 800;
    begin(GREEDY, 1);
    expect(made.at(-1)).toEqual({ yielded: 0 });
  });

  it('who only waits for other machines is no neighbour', () => {
    begin(GREEDY, 3);
    seconds = 60;
    shares.begin(MODEST, 'remote').end();
    expect(shares.begin(MODEST, 'import').within(() => 'done')).toBe('done');
    begin(GREEDY, 1);
    expect(stepped()).toEqual(Array(4).fill(false));
  });
});
