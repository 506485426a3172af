import { Injectable } from '@nestjs/common';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { GraphJudge } from '../../graph/application/graph-judge.js';
import { NamedChecks } from '../../graph/application/named-checks.js';
import { FaultyInputs, FaultyWorkflow, type PlacedFault, UnknownGraphNode } from '../../shared/domain/refusals.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { type NodeUse, NodeShares } from './node-shares.js';
import { aloneWith, type GivenPins, inputsRead, partOf, pinsForOne, readPins } from './parts.js';
import { RunFiles } from './run-files.js';
import { filesIn, resolveInputs } from './run-inputs.js';

/** What of a workflow is to be run, and with what. */
export interface PlanOrder {
  readonly inputs?: unknown;
  /** Only these nodes, and what they need. */
  readonly until?: readonly string[];
  /** Results by node and port: these nodes are not made. */
  readonly pins?: unknown;
  /** This node alone, with values by its ports, and by the names of inputs that it reads. */
  readonly single?: { readonly node: string; readonly ports: unknown };
  /** What is wrong with it beside that, so that all of it is told at once. */
  readonly faults?: readonly PlacedFault[];
}

/** What a run would do, before anything of it is accepted. */
export interface RunPlan {
  readonly topology: RunTopology;
  /** By the name of the input. */
  readonly inputs: ReadonlyMap<string, TypedValue>;
  readonly files: ReturnType<typeof filesIn>;
  readonly pinned: GivenPins;
  /** By node, for those that are done by tasks. */
  readonly uses: ReadonlyMap<string, NodeUse>;
}

/** Works out what a run does with its inputs and what it may use: for those who start it, and for those who only ask. */
@Injectable()
export class RunPlans {
  constructor(
    private readonly judge: GraphJudge,
    private readonly named: NamedChecks,
    private readonly types: NodeTypes,
    private readonly shares: NodeShares,
    private readonly files: RunFiles,
  ) {}

  /**
   * @param document as it is kept, or as it was sent
   * @throws FaultyWorkflow, FaultyInputs with all that is wrong, UnknownGraphNode
   */
  async plan(orgId: string, workflowId: string, document: WorkflowDocument, order: PlanOrder): Promise<RunPlan> {
    const { inputs: given, until, pins, single } = order;
    const { graph } = document;
    // What was right when it was saved may not be any more: a type or a model may have gone.
    const errors = this.judge.errorsOf(document, orgId);
    const faults = errors.length > 0 ? errors : await this.named.faultsOf(orgId, graph);
    if (faults.length > 0) throw new FaultyWorkflow(faults);
    const whole = this.judge.compile(document, orgId);
    if (single && !whole.nodes.some(({ id }) => id === single.node)) throw new UnknownGraphNode(workflowId, single.node);
    const wrong: PlacedFault[] = [...(order.faults ?? [])];
    const noting = <T>(read: () => T, otherwise: T): T => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof FaultyInputs)) throw error;
        wrong.push(...error.errors);
        return otherwise;
      }
    };
    const alone = single ? aloneWith(whole, single.node, single.ports, document, this.types) : null;
    const pinned = noting<GivenPins>(
      () => (single ? pinsForOne(whole, single.node, alone?.ports, document, this.types) : readPins(pins, document, this.types)),
      new Map(),
    );
    const topology = noting(() => partOf(whole, single ? [single.node] : (until ?? null), new Set(pinned.keys())), whole);
    const isPart = until !== undefined || pinned.size > 0;
    const read = isPart ? inputsRead(topology, document, this.types, pinned) : null;
    // One node by itself is given what it needs: what it reads and is not given is what the document says, or nothing.
    const values = alone ? alone.inputs : given;
    const inputs: ReadonlyMap<string, TypedValue> = noting(
      () => resolveInputs(graph.nodes, values, (name) => !alone && (read?.has(name) ?? true)),
      new Map(),
    );
    if (wrong.length > 0) throw new FaultyInputs(wrong);
    const files = filesIn(single ? [] : graph.nodes, given);
    // Of a part, the node that takes a file in may be left out.
    await this.files.check(until ? { ...files, kinds: new Map() } : files, orgId);
    const uses = this.shares.uses(topology, document, orgId, alone && inputs.size === 0 ? null : inputs);
    return { topology, inputs, files, pinned, uses: new Map([...uses].filter(([id]) => !pinned.has(id))) };
  }
}
