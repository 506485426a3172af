import { describe, expect, it } from '@jest/globals';
import { type CallContext, type ScriptRequest } from '../../contracts/makers.js';
import { OutlineScriptWriter } from '../local/outline.script-writer.js';
import { factsFor } from '../wikimedia/chosen-facts.js';
import { scriptBrief } from './script-brief.js';

const REQUEST: ScriptRequest = {
  ...{ prompt: 'the anglerfish', title: null, language: 'en', style: 'plain', tone: 'calm', audience: 'all' },
  ...{ durationSeconds: 20, beats: 4, seed: 7 },
};

describe('the writer of an episode', () => {
  it('that is a model is told the bible and what came before, as material', () => {
    const series = { bible: 'Told by Ada.', episode: 3, earlier: [{ title: 'Krill', opening: 'They glow.' }] };
    const { instructions, input } = scriptBrief({ ...REQUEST, series });
    expect(instructions).toContain('episode 3 of a series');
    expect(input).toContain('<series>\nTold by Ada.\n</series>\n<earlier>\nKrill: They glow.\n</earlier>');
    expect(scriptBrief(REQUEST).input).not.toContain('<series>');
  });

  it('without a model begins otherwise than an earlier one', async () => {
    const writer = new OutlineScriptWriter();
    const context = { signal: new AbortController().signal } as CallContext;
    const [first = ''] = (await writer.write(REQUEST, context)).paragraphs;
    const series = { bible: '', episode: 2, earlier: [{ title: 'The same', opening: first }] };
    const [second = ''] = (await writer.write({ ...REQUEST, series }, context)).paragraphs;
    expect([second.startsWith(first), second === '']).toEqual([false, false]);
  });

  it('of facts leaves out what an earlier one began with', () => {
    const article =
      'The anglerfish is a fish of the deep sea. The anglerfish lures its prey with light. The anglerfish lives in the dark deep sea.';
    const { sentences } = factsFor('anglerfish', article, 'en', 60);
    const told = new Set(sentences.slice(0, 1));
    expect(factsFor('anglerfish', article, 'en', 60, told).sentences).toEqual(sentences.slice(1));
    expect(sentences).toHaveLength(3);
  });
});
