import { table } from '#platform/json';
import { Injectable } from '@nestjs/common';
import { isRetired, type ModelCapability, type ModelInfo, Models } from '#integrations';
import { type ModelPrice } from '#steps';
import { Clock, ownMember } from '#platform';
import { REMOTE_RENDERER } from '../../nodes/film/render.node.js';
import { ORIGINAL } from '../../nodes/model/image-edit.node.js';
import { type ModelChecks, type ModelFault } from '../domain/ports.js';

/** Other paid models that are asked before a local one: each of them costs money and minutes. */
const MAX_OTHERS = 2;

/** What the models of a node must be able to do. */
const CAPABILITIES: Readonly<Record<string, (params: Params, connected: ReadonlySet<string>) => readonly ModelCapability[]>> = table({
  'Script.Generate': () => ['script'],
  'Image.Generate': () => ['text-to-image'],
  'Image.Edit': ({ operation }) => [operation === 'upscale' ? 'upscale' : 'image-edit'],
  'Video.Generate': (_, connected) => clipCapabilities(connected),
  'Clips.FromFrames': () => ['frames-to-video'],
  'Input.Stock': ({ kind }) => ['stock', kind === 'image' ? 'text-to-image' : 'text-to-video'],
  'Voice.TTS': () => ['voice'],
  'Music.Generate': () => ['music'],
  'Subtitle.Align': () => ['transcription'],
  Render: ({ renderer }) => (renderer === REMOTE_RENDERER ? ['render'] : []),
});

/** What comes in decides: words, a picture to begin with, or one to end with as well. Stock stands in where no picture is fixed. */
function clipCapabilities(connected: ReadonlySet<string>): readonly ModelCapability[] {
  if (connected.has('lastImage')) return ['frames-to-video'];
  return connected.has('image') ? ['image-to-video', 'frames-to-video'] : ['text-to-video', 'stock'];
}

type Params = Readonly<Record<string, unknown>>;

/** Ports by which the models of a clip are told apart. */
const WAYS_IN = [[], ['image'], ['image', 'lastImage']].map((ports) => new Set(ports));

/** Which models a node asks, in order: the one it names or the first there is, then those that stand in for it. */
@Injectable()
export class ModelLadders {
  constructor(
    private readonly models: Models,
    private readonly clock: Clock,
  ) {}

  checksFor(orgId: string): ModelChecks {
    return { faultsOf: ({ type }, params, connected) => this.faultsOf({ type, params, connected }, orgId) };
  }

  /** Only models that can be used now; empty for a node that asks none, or can ask none. */
  ladderOf(node: AskingNode, orgId: string): readonly string[] {
    const capabilities = capabilitiesOf(node);
    if (capabilities.length === 0) return [];
    const isOpen = (id: string): boolean => capabilities.some((capability) => this.models.isAvailable(id, capability, orgId));
    return this.named(node, capabilities, orgId).filter((id) => standsIn(node, id) || isOpen(id));
  }

  priceOf(node: AskingNode, model: string): ModelPrice | null {
    const infos = capabilitiesOf(node).map((capability) => this.models.find(model, capability));
    const info = infos.find((one) => one !== null);
    if (!info) return null;
    const { id, provider, unit, priceMicros, durationsSeconds, available } = info;
    return { model: id, provider, unit, priceMicros, durationsSeconds, available };
  }

  /** Whether one of the models costs something that such a node may ask, whatever comes into it. */
  mayPay({ type, params }: Pick<AskingNode, 'type' | 'params'>, orgId: string): boolean {
    return WAYS_IN.some((connected) => {
      const node = { type, params, connected };
      return this.ladderOf(node, orgId).some((model) => (this.priceOf(node, model)?.priceMicros ?? 0) > 0);
    });
  }

  private named(node: AskingNode, capabilities: readonly ModelCapability[], orgId: string): readonly string[] {
    const { model, fallback } = node.params;
    if (node.type === 'Render') return [REMOTE_RENDERER];
    const open = capabilities.flatMap((one) => this.models.catalogue(one, orgId).filter(({ available }) => available));
    const paid = open.filter(({ provider, capability }) => provider !== 'local' && capability !== 'stock').map(({ id }) => id);
    const stock = open.filter(({ capability }) => capability === 'stock').map(({ id }) => id);
    const local = open.filter(({ provider }) => provider === 'local').map(({ id }) => id);
    // What is asked for stock first, asks a maker only where there is none.
    const all = capabilities[0] === 'stock' ? [...stock, ...local, ...paid] : [...paid, ...stock.slice(0, 1), ...local];
    const first = typeof model === 'string' && !model.includes('{{') ? [model] : all.slice(0, 1);
    const others = Array.isArray(fallback)
      ? fallback.filter((id) => typeof id === 'string')
      : [...paid.slice(0, capabilities[0] === 'stock' ? 0 : MAX_OTHERS), ...stock.slice(0, 1), ...local];
    return [...new Set([...first, ...others])];
  }

  private faultsOf(node: AskingNode, orgId: string): ModelFault[] {
    if (capabilitiesOf(node).length === 0) return [];
    const { model, fallback } = node.params;
    const named = [...(typeof model === 'string' ? [{ id: model, param: 'model' }] : []), ...listed(fallback)];
    const faults = named.flatMap(({ id, param }) => this.faultOf(node, id, param, orgId));
    const isHopeless = this.ladderOf(node, orgId).length === 0;
    return isHopeless && !faults.some(({ severity }) => severity === 'error') ? [...faults, this.hopelessFault(node)] : faults;
  }

  /** A type that nobody can do here is a matter of the installation: the graph may be right all the same. */
  private hopelessFault(node: AskingNode): ModelFault {
    const capabilities = capabilitiesOf(node);
    const isHere = capabilities.some((capability) => this.models.catalogue(capability).some(({ provider }) => provider === 'local'));
    if (isHere) {
      return { code: 'model_unavailable', severity: 'error', param: 'model', message: 'no model that it may ask can be used now' };
    }
    const known = capabilities.flatMap((capability) => this.models.catalogue(capability));
    const reason = known[0]?.unavailableReason ?? 'no provider offers it';
    return { code: 'type_unavailable', severity: 'warning', param: 'model', message: `${node.type} cannot be done here: ${reason}` };
  }

  private faultOf(node: AskingNode, id: string, param: string, orgId: string): ModelFault[] {
    const error = (code: string, message: string): ModelFault[] => [{ code, severity: 'error', param, message }];
    if (standsIn(node, id)) return [];
    if (id.includes('{{')) return error('unknown_model', 'must be written down: what a run may cost has to be known before');
    if (!this.models.isKnown(id)) return error('unknown_model', `GET /v1/models knows no "${id}"`);
    const capabilities = capabilitiesOf(node);
    const infos = capabilities.flatMap((capability) => this.models.find(id, capability, orgId) ?? []);
    const info = infos.find(({ available }) => available) ?? infos[0];
    if (!info) return error('unknown_model', `"${id}" cannot do ${capabilities.join(' or ')}`);
    if (isRetired(info, this.clock.now().slice(0, 10))) {
      return error('model_retired', `"${id}" is retired; "${info.successor ?? 'another model'}" takes its place`);
    }
    const length = param === 'model' ? lengthFault(info, node.params) : [];
    if (info.available) return length;
    return [{ code: 'model_unavailable', severity: 'warning', param, message: info.unavailableReason ?? 'cannot be used now' }, ...length];
  }
}

/** A node, as far as the models go by it. */
export interface AskingNode {
  readonly type: string;
  readonly params: Params;
  /** Input ports that something comes into. */
  readonly connected: ReadonlySet<string>;
}

const capabilitiesOf = ({ type, params, connected }: AskingNode): readonly ModelCapability[] =>
  ownMember(CAPABILITIES, type)?.(params, connected) ?? [];

/** What is no model, and may be named as the last of them: the picture as it came. */
const standsIn = ({ type, params }: AskingNode, id: string): boolean =>
  type === 'Image.Edit' && id === ORIGINAL && Array.isArray(params['fallback']) && params['fallback'].includes(ORIGINAL);

/** A clip longer than the model can make one. */
function lengthFault({ id, durationsSeconds }: ModelInfo, { durationSeconds }: Params): ModelFault[] {
  if (durationsSeconds === null || durationsSeconds.length === 0 || typeof durationSeconds !== 'number') return [];
  const longest = Math.max(...durationsSeconds);
  if (durationSeconds <= longest) return [];
  const message = `"${id}" makes no clips of ${durationSeconds} s; the nearest it makes is ${longest} s`;
  return [{ code: 'length_not_made', severity: 'error', param: 'durationSeconds', message }];
}

const listed = (fallback: unknown): { id: string; param: string }[] =>
  Array.isArray(fallback) ? fallback.flatMap((id: unknown, at) => (typeof id === 'string' ? [{ id, param: `fallback.${at}` }] : [])) : [];
