import { type NodeCatalogue } from '../../contracts/node-type.js';
import { approve } from '../../nodes/flow/approve.node.js';
import { FLOW_NODES } from '../../nodes/flow/flow-nodes.js';
import { VALUE_INPUTS } from '../../nodes/input/value-inputs.js';
import { mapNode } from '../../nodes/flow/map.node.js';
import { type NodeType } from '../../nodes/node-type.js';
import { scriptSplit } from '../../nodes/film/script-split.node.js';
import { textTemplate } from '../../nodes/text/text-template.js';

/** All types of nodes, with what carries them out. */
export class NodeTypes implements NodeCatalogue {
  private readonly byType: ReadonlyMap<string, NodeType>;

  constructor(readonly types: readonly NodeType[]) {
    this.byType = new Map(types.map((type) => [type.type, type]));
  }

  find(type: string): NodeType | null {
    return this.byType.get(type) ?? null;
  }

  /** Whether its work begins with a wait for a time. */
  isTimed(type: string): boolean {
    const known = this.byType.get(type);
    return known?.weight === 'task' && known.dueAt !== undefined;
  }

  /** Whether a task of it leaves nothing outside of its run, where it asks no model: done in vain, nobody has anything of it. */
  isContained(type: string): boolean {
    const known = this.byType.get(type);
    return known?.weight === 'task' && known.right === undefined && known.group !== 'outside';
  }
}

/** Those that need nothing but what they are given. */
export const LIGHT_NODES: readonly NodeType[] = [...VALUE_INPUTS, ...FLOW_NODES, approve, mapNode, textTemplate, scriptSplit];
