import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { OF_NOBODY } from '#assets';
import { type WorkflowDocument } from '../contracts/graph.js';
import { type Judgement, GraphJudge } from '../graph/application/graph-judge.js';
import { WorkflowsConfig } from '../workflows.config.js';
import { SHIPPED } from './index.js';

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Graphs of the operator cannot be used; everything that is wrong with them. */
export class BadWorkflowTemplates extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`graphs of KADR_WORKFLOWS_DIR cannot be used:\n${faults.join('\n')}`);
    this.name = 'BadWorkflowTemplates';
  }
}

/** Graphs to begin with: those that come with Kadr and the operator's, by id, in the order of their ids. Read once, when a process starts. */
@Injectable()
export class WorkflowTemplates {
  readonly all: ReadonlyMap<string, WorkflowDocument>;

  /** @throws BadWorkflowTemplates */
  constructor(judge: GraphJudge, { templatesDir }: WorkflowsConfig) {
    const own = templatesDir === null ? [] : readTemplates(path.resolve(templatesDir), (body) => judge.judge(body, OF_NOBODY));
    this.all = new Map([...SHIPPED, ...own].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  find(id: string): WorkflowDocument | null {
    return this.all.get(id) ?? null;
  }
}

/** @returns the graphs of a folder by id: `<id>.json` each, as `export` gives it. @throws BadWorkflowTemplates */
export function readTemplates(
  folder: string,
  judge: (body: unknown) => Pick<Judgement, 'errors'>,
): readonly (readonly [id: string, document: WorkflowDocument])[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    throw new BadWorkflowTemplates([`${folder} cannot be read: it must be a folder`]);
  }
  const faults: string[] = [];
  const found = names.sort().flatMap((name): [string, WorkflowDocument][] => {
    const id = path.basename(name, '.json');
    if (!ID.test(id)) faults.push(`${name}: the name must be of small letters, digits and "-", at most 64`);
    try {
      const document = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as WorkflowDocument;
      faults.push(...judge(document).errors.map(({ path: at, code, message }) => `${name}: ${at} ${message} (${code})`));
      return [[id, document]];
    } catch (error) {
      faults.push(`${name} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (faults.length > 0) throw new BadWorkflowTemplates(faults);
  return found;
}
