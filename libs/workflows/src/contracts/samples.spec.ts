import * as jestGlobals from '@jest/globals';
import { type AnyAggregate } from '#eventing/domain';
import { decidedTexts, storedSamples } from '#eventing/testing';
import { workflowMap } from '../map/domain/workflow-map.decider.js';
import { workflowRun } from '../run/domain/workflow-run.decider.js';
import { workflowSchedule } from '../schedule/domain/workflow-schedule.decider.js';
import { workflow } from '../workflow/domain/workflow.decider.js';

const all = [workflow, workflowMap, workflowRun, workflowSchedule] as unknown as AnyAggregate[];

storedSamples(jestGlobals, import.meta.dirname, all);
// Names of nodes and ports are identifiers, not sentences; models stand in our own lists.
decidedTexts(jestGlobals, import.meta.dirname, all, [
  ...[
    '**.*Id',
    '**.*At',
    '**.code',
    '**.model',
    'cost.provider',
    'costs.*.provider',
    'digest',
    'document',
    'node',
    'nodes.*',
    'nodes.*.node',
    'source',
    'from',
    'to',
    'slot',
    'until',
  ],
  ...['topology.nodes.*.id', 'topology.nodes.*.type', 'topology.edges.*.out', 'topology.edges.*.in'],
  ...['schedule.localDate', 'schedule.timezone', 'lineage.fresh.*', 'rules.redoFrom', 'rule.cron', 'rule.timezone'],
  ...['topology.outputs.*.name', 'topology.outputs.*.port', 'topology.ladders.*.*'],
]);
