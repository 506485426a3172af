import { Injectable } from '@nestjs/common';
import { deriveId, ownMember } from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { paramFaults } from '../../graph/application/params.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { evaluateExpression, expressionChecks, fillTemplate, type SecretVersions } from '../../graph/application/templates.js';
import { converted } from '../../graph/domain/convert.js';
import { isExpression, mayNameSecrets, textsOf } from '../../graph/domain/links.js';
import { defaultsOf, nodeOf } from '../../graph/domain/written.js';
import { inputName } from '../../graph/domain/validate/values.js';
import { type MadeBy, type NodeCall, NodeFailure, type NodeType, type TypedValue } from '../../nodes/node-type.js';
import { OrganisationSecrets, unknownSecret } from '../../secrets/application/organisation-secrets.js';
import { edgesInto, isLive } from '../domain/fate.js';
import { indexOfNode, type RunState } from '../domain/workflow-run.state.js';
import { RunValues } from './run-values.js';

/** A node together with all that it is given. */
export interface PreparedNode {
  readonly type: NodeType;
  readonly call: NodeCall;
  /** The graph that its films are made by. */
  readonly graph: MadeBy;
  /** How long it may be worked on; null: as long as it takes. */
  readonly limitMs: number | null;
  /** What its expressions read. */
  readonly scope: Readonly<Record<string, unknown>>;
}

type Params = Readonly<Record<string, unknown>>;
type Scope = Readonly<Record<string, unknown>>;

/** Puts together what a node of a run is given: values of its ports, and parameters with their templates filled in. */
@Injectable()
export class NodeCalls {
  constructor(
    private readonly types: NodeTypes,
    private readonly graphs: GraphStore,
    private readonly values: RunValues,
    private readonly secrets: OrganisationSecrets,
  ) {}

  /**
   * @param run in which everything the node needs is there
   * @param known the document that it goes by, where it is not kept
   * @throws NodeFailure, StorageError
   */
  async prepare(run: RunState, index: number, orgId: string, known?: WorkflowDocument): Promise<PreparedNode> {
    const { id = '', type: name = '' } = run.topology.nodes[index] ?? {};
    const type = this.types.find(name);
    if (!type) throw new NodeFailure('unknown_type', `this installation has no node type "${name}"`);
    const document = known ?? (await this.graphs.read(orgId, run.document));
    const { params: written = {}, timeoutSeconds, parent = null } = nodeOf(document, id) ?? {};
    const { inputs: arrived, sources } = await this.inputsOf(run, index, type);
    const scope = await this.scopeOf(run, document, type, { parent, written, inputs: arrived });
    const filled = paramsOf(type, written, scope, await this.namedSecrets(orgId, type, written));
    const { inputs, params } = withFeedback(type, { inputs: arrived, params: filled }, run.nodes[index]?.feedback ?? '');
    const faults = paramFaults(type, params);
    if (faults.length > 0) throw new NodeFailure('invalid_params', faults.map(({ at, message }) => `${at.slice(1)} ${message}`).join('; '));
    const input = inputName({ id, type: name, params: written });
    const own = input === null ? undefined : ownMember(run.inputs, input);
    return {
      type,
      limitMs: timeoutSeconds === undefined ? null : timeoutSeconds * 1000,
      graph: madeBy(run, document),
      call: {
        ...{ params, inputs, sources, given: own && (await this.values.read(own)), input },
        // Few ask for it, and it costs a digest.
        get deliveryId() {
          return deliveryIdOf(run, index);
        },
      },
      scope,
    };
  }

  /** @throws NodeFailure `unknown_secret` */
  private async namedSecrets(orgId: string, { secrets }: NodeType, written: Params): Promise<SecretVersions> {
    if (!secrets) return new Map();
    const names = [...new Set(textsOf(written).flatMap(({ text }) => expressionChecks.template(text).secrets))];
    const versions = await this.secrets.versions(orgId, names);
    const missing = names.find((name) => !versions.has(name));
    if (missing !== undefined) throw unknownSecret(missing);
    return versions;
  }

  private async inputsOf(run: RunState, index: number, type: NodeType): Promise<Pick<NodeCall, 'inputs' | 'sources'>> {
    const inputs: Record<string, TypedValue[]> = {};
    const sources: Record<string, string[]> = {};
    for (const edge of edgesInto(run.topology, index)) {
      const port = type.inputs.find(({ name }) => name === edge.in);
      const kept = run.nodes[edge.from]?.outputs[edge.out];
      if (!port || !kept || !isLive(run, edge)) continue;
      const value = converted(await this.values.read(kept), port);
      const from = run.topology.nodes[edge.from]?.id ?? '';
      if (!value) throw new NodeFailure('type_mismatch', `what comes from "${from}.${edge.out}" is no ${port.types.join(' or ')}`);
      (inputs[port.name] ??= []).push(value);
      (sources[port.name] ??= []).push(from);
    }
    return { inputs, sources };
  }

  /** What the node's expressions read, and nothing else: a value may be large. */
  private async scopeOf(
    run: RunState,
    document: WorkflowDocument,
    type: NodeType,
    { parent, written, inputs }: { readonly parent: string | null; readonly written: Params; readonly inputs: NodeCall['inputs'] },
  ): Promise<Scope> {
    const read = textsOf(written).map(({ at, text }) =>
      isExpression(type, at.slice(1)) ? expressionChecks.expression(text) : expressionChecks.template(text),
    );
    const given: Record<string, unknown> = {};
    for (const name of new Set(read.flatMap((one) => one.inputs))) {
      const kept = ownMember(run.inputs, name);
      given[name] = kept ? (await this.values.read(kept)).value : (defaultsOf(document).get(name) ?? null);
    }
    const nodes = new Map<string, Record<string, unknown>>();
    for (const { node, port } of read.flatMap((one) => one.ports)) {
      const kept = run.nodes[indexOfNode(run, node)]?.outputs[port];
      if (kept) nodes.set(node, { ...nodes.get(node), [port]: readable(await this.values.read(kept)) });
    }
    const { runId: id, workflowId, version } = run;
    const schedule = scheduleScope(run);
    const [first] = inputs[type.inputs[0]?.name ?? ''] ?? [];
    const item = await this.itemOf(run, parent);
    return {
      inputs: given,
      nodes: Object.fromEntries(nodes),
      run: { id, workflowId, version },
      schedule,
      ...(first && { value: readable(first) }),
      ...item,
    };
  }

  /** What is gone through at this moment, inside of a map. */
  private async itemOf(run: RunState, mapId: string | null): Promise<Scope> {
    const { item, index } = mapId === null ? {} : (run.nodes[indexOfNode(run, mapId)]?.outputs ?? {});
    if (!item || !index) return {};
    return { item: readable(await this.values.read(item)), index: (await this.values.read(index)).value };
  }
}

/** Without the inputs of a run, and without those of its schedule. */
function madeBy({ workflowId, version, document: digest }: RunState, { name, description, graph, settings }: WorkflowDocument): MadeBy {
  const document = settings?.embedGraph === true ? { name, ...(description !== undefined && { description }), graph, settings } : null;
  return { workflowId, version, digest, document };
}

/** Parameters with their templates filled in. */
function paramsOf(type: NodeType, written: Params, scope: Scope, secrets: SecretVersions): Params {
  const fill = (value: unknown, at: string): unknown => {
    // Judged for each item, by whoever has the items.
    if (type.perItem?.includes(at)) return value;
    if (typeof value === 'string') {
      const named = mayNameSecrets(type, at) ? secrets : undefined;
      return refusable(at, () => (isExpression(type, at) ? evaluateExpression(value, scope) : fillTemplate(value, scope, named)));
    }
    if (Array.isArray(value)) return value.map((one, place) => fill(one, `${at}.${place}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, at === '' ? name : `${at}.${name}`)]));
  };
  return fill(written, '') as Params;
}

/** What was said of the take before goes where the words are that it is made from. */
function withFeedback(
  type: NodeType,
  { inputs, params }: Pick<NodeCall, 'inputs' | 'params'>,
  feedback: string,
): Pick<NodeCall, 'inputs' | 'params'> {
  if (feedback === '') return { inputs, params };
  const said = (text: string): string => `${text}\n\n${feedback}`;
  for (const port of ['prompt', 'topic']) {
    const [value] = inputs[port] ?? [];
    if (typeof value?.value === 'string') return { params, inputs: { ...inputs, [port]: [{ ...value, value: said(value.value) }] } };
  }
  const { prompt } = params;
  return typeof prompt === 'string' ? { inputs, params: { ...params, prompt: said(prompt) } } : { inputs, params };
}

/** A run by hand is an episode of its own, so that a graph that asks for it runs all the same. */
export const scheduleScope = ({ schedule, createdAt }: RunState): Scope => {
  const { episode = 1, dueAt = createdAt, localDate = createdAt.slice(0, 10), timezone = 'UTC' } = schedule ?? {};
  return { episode, dueAt, localDate, timezone };
};

/** A script is its words. */
const readable = (value: TypedValue): unknown => (value.type === 'script' ? converted(value, { types: ['text'] })?.value : value.value);

function refusable(at: string, work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionRefused) throw new NodeFailure(error.code, `${at}: ${error.message}`);
    throw error;
  }
}

const deliveryIdOf = ({ runId, topology, nodes }: RunState, index: number): string =>
  deriveId(runId, 'notice', topology.nodes[index]?.id ?? '', String(nodes[index]?.take ?? 0));
