import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadTemplates, loadTemplates } from './montage-templates.js';
import { SCHEMA_FILE, templateFolders } from './templates.config.js';

const { bundled } = templateFolders({});
type Loose = Record<string, unknown>;
const classic = () => JSON.parse(readFileSync(path.join(bundled, 'classic.json'), 'utf8')) as Loose;

/** Loads the bundled templates and a folder with these files. */
function loadWith(files: Readonly<Record<string, unknown>>) {
  const own = mkdtempSync(path.join(tmpdir(), 'kadr-templates-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const data = Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(path.join(own, name), data);
    }
    return loadTemplates({ bundled, own });
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function faultsOf(files: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    loadWith(files);
  } catch (error) {
    if (error instanceof BadTemplates) return error.faults;
    throw error;
  }
  return [];
}

describe('the montage templates', () => {
  it('are checked by a schema that is JSON Schema itself', () => {
    expect(new Ajv().validateSchema(JSON.parse(readFileSync(path.join(bundled, SCHEMA_FILE), 'utf8')) as object)).toBe(true);
  });

  it('that come with Kadr all follow the schema', () => {
    expect([...loadTemplates({ bundled, own: null }).keys()]).toEqual(['cinema', 'classic', 'documentary', 'energetic', 'minimal']);
  });

  it('set captions below the subject, and all but the plainest say what the film is called, at its beginning and its end', () => {
    for (const [id, { template }] of loadTemplates({ bundled, own: null })) {
      const { captions, cards } = template;
      expect([id, captions.position]).toEqual([id, 'bottom']);
      const titles = [cards.intro?.text, cards.outro?.text];
      expect([id, titles]).toEqual([id, id === 'minimal' ? [undefined, undefined] : ['{title}', '{title}']]);
    }
  });

  it('are joined by those of the operator, who may replace ours', () => {
    const loaded = loadWith({
      'ours.json': { ...classic(), id: 'ours', description: 'House style' },
      'classic.json': { ...classic(), description: 'Changed' },
    });
    expect(loaded.get('ours')?.template.description).toBe('House style');
    expect(loaded.get('classic')?.template.description).toBe('Changed');
    expect(loaded.has('energetic')).toBe(true);
  });

  it('name every fault at once, with file and place', () => {
    const transitions = { within: { kind: 'star-wipe', seconds: 0.5 }, sections: { kind: 'fade', seconds: 1.5 } };
    const { captions, ...rest } = classic();
    const faults = faultsOf({
      'one.json': { ...classic(), id: 'one', transitions },
      'two.json': { ...rest, id: 'two', colour: 'red' },
      'three.json': '{ not json',
      'four.json': { ...classic(), id: 'other' },
      'five.json': { ...classic(), id: 'five', captions: { ...(captions as Loose), color: 'white', font: 'Comic Sans' } },
    });
    expect(faults).toEqual([
      expect.stringMatching(/^five\.json\/captions\/font .*: Montserrat ExtraBold, Inter/),
      expect.stringMatching(/^five\.json\/captions\/color must match pattern/),
      'four.json: the file of the template "other" is named other.json',
      'one.json/transitions/within/kind must be equal to one of the allowed values: cut, crossfade, fade, wipe',
      'one.json/transitions/sections/seconds must be <= 1',
      expect.stringMatching(/^three\.json is no JSON/),
      "two.json must have required property 'captions'",
      'two.json must NOT have additional properties: colour',
    ]);
  });

  it('have their logos beside them, named by their content', () => {
    const logo = { file: 'mark.png', corner: 'top-right', size: 0.1, opacity: 0.8, margin: 0.04 };
    expect(faultsOf({ 'mine.json': { ...classic(), id: 'mine', logo } })).toEqual([
      'mine.json/logo/file there is no mark.png beside the template',
    ]);
    const outside = { ...logo, file: '../../../etc/passwd.png' };
    expect(faultsOf({ 'mine.json': { ...classic(), id: 'mine', logo: outside } })[0]).toMatch(/^mine\.json\/logo\/file must match/);
    const huge = Buffer.alloc(1_000_001);
    expect(faultsOf({ 'mine.json': { ...classic(), id: 'mine', logo }, 'mark.png': huge })[0]).toMatch(/larger than 1000000 bytes/);
    const keyOf = (content: string) =>
      loadWith({ 'mine.json': { ...classic(), id: 'mine', logo }, 'mark.png': content }).get('mine')?.logo?.key;
    expect(keyOf('a')).toMatch(/^00000000-0000-0000-0000-000000000000\/[0-9a-f-]{36}\/logo\.png$/);
    expect(keyOf('a')).toBe(keyOf('a'));
    expect(keyOf('a')).not.toBe(keyOf('b'));
  });

  it('are looked for in the folder that is set, and a missing one stops the start', () => {
    const missing = path.join(tmpdir(), 'kadr-no-such-folder');
    expect(templateFolders({ KADR_TEMPLATES_DIR: missing }).own).toBe(missing);
    expect(() => loadTemplates({ bundled, own: missing })).toThrow(/KADR_TEMPLATES_DIR/);
    mkdirSync(missing);
    try {
      expect(loadTemplates({ bundled, own: missing }).has('classic')).toBe(true);
    } finally {
      rmSync(missing, { recursive: true });
    }
  });
});
