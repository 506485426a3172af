import { Injectable } from '@nestjs/common';
import { Clock, GuardedFetch, redact } from '#platform';
import { LIMITS, type WorkflowDocument } from '../../contracts/graph.js';
import { type NodeFacts } from '../../contracts/node-type.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { compile, type CompiledBody, compileBody, type LadderOf } from '../domain/compile.js';
import { fault, type GraphFault, inOrder } from '../domain/fault.js';
import { type ReadNode, readGraph } from '../domain/read-graph.js';
import { levelsOf } from '../domain/topology.js';
import { type LinkedGraph, linkedOnce } from '../domain/links.js';
import { inputName } from '../domain/validate/values.js';
import { modelFaults } from '../domain/validate/nodes.js';
import { senseFaults, shortened } from '../domain/validate/validate-graph.js';
import { ruleFaults } from '../../schedule/application/rule-faults.js';
import { NodeTypes } from './catalogue.js';
import { documentFaults } from './document-schema.js';
import { inputSchemaOf } from './input-schema.js';
import { ModelLadders } from './model-ladders.js';
import { paramChecks } from './params.js';
import { expressionChecks } from './templates.js';

export interface Judgement {
  readonly errors: readonly GraphFault[];
  readonly warnings: readonly GraphFault[];
  /** Nodes that may run side by side, level by level; empty for a faulty graph. */
  readonly order: readonly (readonly string[])[];
  readonly inputSchema: object;
  readonly rights: Rights;
}

/** What a run of the graph may do besides making things here. */
export interface Rights {
  /** Ask models that are paid, or order videos. */
  readonly spends: boolean;
  /** Send something to the outside. */
  readonly calls: boolean;
  /** Wait for people. */
  readonly asksPeople: boolean;
}

/** Says of a document all that is wrong with it, and makes of a right one what a run goes by. */
@Injectable()
export class GraphJudge {
  /** By document and by graph; they go with them. */
  private readonly shapes = new WeakMap<object, readonly GraphFault[]>();
  private readonly senses = new WeakMap<object, readonly GraphFault[]>();

  constructor(
    private readonly types: NodeTypes,
    private readonly ladders: ModelLadders,
    private readonly clock: Clock,
    private readonly web: GuardedFetch,
  ) {}

  judge(body: unknown, orgId: string): Judgement {
    const { faults, isHuge } = this.faultsOf(body, orgId);
    const { graph } = (body ?? {}) as Partial<WorkflowDocument>;
    const nodes = isHuge ? [] : readGraph(graph).nodes;
    const errors = faults.filter(({ severity }) => severity === 'error');
    return {
      errors: shortened(errors),
      warnings: shortened(faults.filter(({ severity }) => severity === 'warning')),
      order: errors.length === 0 ? this.levels(graph) : [],
      inputSchema: inputSchemaOf(nodes.slice(0, LIMITS.nodes)),
      rights: this.rightsOf(nodes, orgId),
    };
  }

  /** Of a document that nobody changes any more: what is wrong with it now, but for its schedule; the first of it, as `judge` says it. */
  errorsOf(document: WorkflowDocument, orgId: string): readonly GraphFault[] {
    const { name, graph, settings = {} } = document;
    const body = { name, graph, settings };
    const shape = this.shapes.get(document) ?? documentFaults(body);
    this.shapes.set(document, shape);
    return shortened(this.faultsOf(body, orgId, shape).faults.filter(({ severity }) => severity === 'error'));
  }

  private faultsOf(
    body: unknown,
    orgId: string,
    shape: readonly GraphFault[] = documentFaults(body),
  ): { readonly faults: GraphFault[]; readonly isHuge: boolean } {
    const { graph } = (body ?? {}) as Partial<WorkflowDocument>;
    const isHuge = shape.some(({ code }) => ['graph_too_large', 'too_many_nodes', 'too_many_edges'].includes(code));
    const sense = isHuge ? [] : [...this.senseOf(graph), ...modelFaults(this.linked(graph), this.ladders.checksFor(orgId))];
    return { faults: inOrder([...shape, ...sense, ...this.scheduleFaults(body, isHuge), ...keyFaults(body, isHuge)]), isHuge };
  }

  /** What a graph means does not change: each run asks for it again. Which models there are does. */
  private senseOf(graph: unknown): readonly GraphFault[] {
    const known = isObject(graph) ? this.senses.get(graph) : undefined;
    if (known) return known;
    const ports = { expressions: expressionChecks, params: paramChecks, hasSecret: isSecret, urlRefusal: this.urlRefusal };
    const found = senseFaults(graph, this.types, ports);
    if (isObject(graph)) this.senses.set(graph, found);
    return found;
  }

  private linked(graph: unknown): LinkedGraph {
    return linkedOnce(graph, this.types, expressionChecks);
  }

  /** @throws RangeError for a document that has errors */
  compile({ graph }: WorkflowDocument, orgId: string): RunTopology {
    const ladderOf: LadderOf = (type, params, connected) => this.ladders.ladderOf({ type, params, connected }, orgId);
    return compile(graph, this.types, { expressions: expressionChecks, ladderOf });
  }

  /** @returns what is wrong with when it runs, and with what it is given then */
  private scheduleFaults(body: unknown, isHuge: boolean): GraphFault[] {
    const { schedule, graph } = (body ?? {}) as Partial<WorkflowDocument>;
    if (typeof schedule !== 'object' || schedule === null) return [];
    const nodes = isHuge ? [] : readGraph(graph).nodes;
    return ruleFaults(schedule, nodes, this.clock.nowMs()).map(({ path, code, message }) => fault(code, `schedule.${path}`, message));
  }

  /** What is done with each item of a map. @throws RangeError for a document that has errors, or no such map */
  compileBody({ graph }: WorkflowDocument, mapId: string, orgId: string): CompiledBody {
    const ladderOf: LadderOf = (type, params, connected) => this.ladders.ladderOf({ type, params, connected }, orgId);
    return compileBody(graph, mapId, this.types, { expressions: expressionChecks, ladderOf });
  }

  private rightsOf(nodes: readonly Pick<ReadNode, 'type' | 'params'>[], orgId: string): Rights {
    const has = (right: NonNullable<NodeFacts['right']>): boolean => nodes.some(({ type }) => this.types.find(type)?.right === right);
    const spends = (type: string, params: ReadNode['params']): boolean => this.ladders.mayPay({ type, params }, orgId);
    return {
      spends: has('spends') || nodes.some(({ type, params }) => spends(type, params)),
      calls: has('calls'),
      asksPeople: has('asksPeople'),
    };
  }

  private readonly urlRefusal = (url: string): string | null => this.web.refusalOf(url)?.message ?? null;

  private levels(graph: unknown): string[][] {
    const { nodes, targets } = this.linked(graph);
    const levels = levelsOf(nodes.length, targets);
    const groups = Map.groupBy(nodes, ({ index }) => levels[index] ?? 0);
    return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group.map(({ id }) => id));
  }
}

/** Runs share places by what they are given, and nothing else is known when one is asked for. */
function keyFaults(body: unknown, isHuge: boolean): GraphFault[] {
  const { settings, graph } = (body ?? {}) as Partial<WorkflowDocument>;
  const key: unknown = settings?.concurrency?.key;
  if (typeof key !== 'string') return [];
  const path = 'settings.concurrency.key';
  const { faults, ports, inputs, readsItem } = expressionChecks.expression(key);
  const known = new Set(isHuge ? inputs : readGraph(graph).nodes.map(inputName));
  return [
    ...faults.map(({ code, message }) => fault(code, path, message)),
    ...(ports.length > 0 || readsItem ? [fault('unknown_variable', path, 'may read nothing but inputs: there is no run yet')] : []),
    ...inputs.filter((name) => !known.has(name)).map((name) => fault('unknown_variable', path, `there is no input "${name}"`)),
  ];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isSecret = (text: string): boolean => redact(text) !== text;
