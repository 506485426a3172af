import { Injectable } from '@nestjs/common';
import { fingerprintOf, ownMember } from '#platform';
import { type GraphNode, type WorkflowDocument } from '../../contracts/graph.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { expressionChecks } from '../../graph/application/templates.js';
import { isExpression, textsOf } from '../../graph/domain/links.js';
import { defaultsOf } from '../../graph/domain/written.js';
import { MAP } from '../../nodes/flow/map.node.js';
import { byContent } from '../../run/application/known-results.js';
import { type PreparedNode, scheduleScope } from '../../run/application/node-calls.js';
import { edgesInto } from '../../run/domain/fate.js';
import { type RunState } from '../../run/domain/workflow-run.state.js';

/** What the result of a map depends on: its list, all that is inside of it, and what that reads from outside. */
@Injectable()
export class MapDigests {
  constructor(
    private readonly types: NodeTypes,
    private readonly judge: GraphJudge,
    private readonly graphs: GraphStore,
  ) {}

  /** @returns null where nobody takes over what comes of it: something inside tells, names a secret, or is to be done each time */
  async of(run: RunState, index: number, { type, call }: PreparedNode, orgId: string): Promise<string | null> {
    const document = await this.graphs.read(orgId, run.document);
    const { id = '' } = run.topology.nodes[index] ?? {};
    const inside = nodesWithin(document, id);
    if (inside.some((node) => node.cache === 'none' || this.types.find(node.type)?.cache === 'none')) return null;
    const texts = textsIn([...inside, ...document.graph.nodes.filter((node) => node.id === id)], this.types);
    if (texts.some(({ secrets }) => secrets.length > 0)) return null;
    const maps = [id, ...inside.flatMap((node) => (node.type === MAP ? [node.id] : []))];
    const { params, inputs } = call;
    const depends = {
      ...{ type: type.type, version: type.version, params, inputs },
      nodes: inside.map((node) => ({ id: node.id, params: node.params ?? {}, version: this.types.find(node.type)?.version ?? 0 })),
      bodies: maps.map((map) => this.judge.compileBody(document, map, orgId).topology),
      outside: edgesInto(run.topology, index).map(({ from, out }) => [out, run.nodes[from]?.outputs[out] ?? null]),
      reads: readsOf(run, document, texts),
    };
    return fingerprintOf(byContent(depends)).toString('hex');
  }
}

/** At whatever depth, in the order of the document. */
function nodesWithin({ graph: { nodes } }: WorkflowDocument, mapId: string): GraphNode[] {
  const within = new Set([mapId]);
  for (let known = 0; known < within.size;) {
    known = within.size;
    for (const { id, parent } of nodes) if (parent != null && within.has(parent)) within.add(id);
  }
  return nodes.filter(({ id }) => id !== mapId && within.has(id));
}

interface ReadText {
  readonly text: string;
  /** Names of run inputs, and of secrets. */
  readonly inputs: readonly string[];
  readonly secrets: readonly string[];
}

const textsIn = (nodes: readonly GraphNode[], types: NodeTypes): ReadText[] =>
  nodes.flatMap(({ type, params = {} }) =>
    textsOf(params).map(({ at, text }) => {
      const isWhole = isExpression(types.find(type), at.slice(1));
      const { inputs, secrets } = isWhole ? expressionChecks.expression(text) : expressionChecks.template(text);
      return { text, inputs, secrets };
    }),
  );

/** What expressions read besides ports and items. A word that only looks like a variable makes a result of its own, and is no harm. */
function readsOf(run: RunState, document: WorkflowDocument, texts: readonly ReadText[]): object {
  const names = new Set(texts.flatMap(({ inputs }) => inputs));
  const says = (word: string): boolean => texts.some(({ text }) => text.includes(word));
  return {
    inputs: [...names].sort().map((name) => [name, ownMember(run.inputs, name) ?? defaultsOf(document).get(name) ?? null]),
    run: says('run') && [run.runId, run.workflowId, run.version],
    schedule: says('schedule') && scheduleScope(run),
  };
}
