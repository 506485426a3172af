import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type WorkflowDocument } from '../contracts/graph.js';
import { fault } from '../graph/domain/fault.js';
import { workflowsConfig } from '../workflows.config.js';
import { SHIPPED } from './index.js';
import { BadWorkflowTemplates, readTemplates, WorkflowTemplates } from './workflow-templates.js';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kadr-graphs-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}
const named = (name: string): string => JSON.stringify({ name, graph: { nodes: [], edges: [] } });
/** Nothing is wrong but with those that say so. */
const judge = (body: unknown) => {
  const { name } = body as WorkflowDocument;
  return {
    errors: name.startsWith('bad')
      ? [fault('cycle', 'graph.edges', 'goes round'), fault('invalid_id', 'graph.nodes.0.id', 'is wrong')]
      : [],
  };
};
const faultsOf = (folder: string): readonly string[] => {
  try {
    readTemplates(folder, judge);
    return [];
  } catch (error) {
    if (error instanceof BadWorkflowTemplates) return error.faults;
    throw error;
  }
};

describe('graphs of an operator', () => {
  it('stand among ours by the names of their files, and in for one of the same id', () => {
    const templatesDir = folderWith({ 'house.json': named('House'), 'two-languages.json': named('Ours'), 'notes.txt': 'no graph' });
    const templates = new WorkflowTemplates({ judge } as never, { templatesDir } as never);
    expect([...templates.all.keys()]).toEqual([...SHIPPED.keys(), 'house'].sort());
    expect([templates.find('house')?.name, templates.find('two-languages')?.name]).toEqual(['House', 'Ours']);
    expect(templates.find('notes')).toBeNull();
    expect(templates.find('__proto__')).toBeNull();
  });

  it('are none where no folder is named', () => {
    expect(workflowsConfig({}).templatesDir).toBeNull();
    expect(workflowsConfig({ KADR_WORKFLOWS_DIR: '/graphs' }).templatesDir).toBe('/graphs');
    expect([...new WorkflowTemplates({ judge } as never, { templatesDir: null } as never).all.keys()]).toEqual([...SHIPPED.keys()].sort());
  });

  it('keep a process from starting while something is wrong with them, and all of it is told', () => {
    const folder = folderWith({
      'bad.json': named('bad one'),
      'Wrong Name.json': named('Fine'),
      'text.json': '{ "name":',
      'good.json': named('Good'),
    });
    expect(faultsOf(folder)).toEqual([
      expect.stringMatching(/^Wrong Name\.json: the name must be of small letters/),
      'bad.json: graph.edges goes round (cycle)',
      'bad.json: graph.nodes.0.id is wrong (invalid_id)',
      expect.stringMatching(/^text\.json cannot be read as JSON: /),
    ]);
    expect(faultsOf(path.join(folder, 'missing'))).toEqual([expect.stringContaining('must be a folder')]);
  });
});
