import { Injectable } from '@nestjs/common';
import { isRetired, type ModelCapability, Models } from '#integrations';
import { type ModelPrice } from '#steps';
import { Clock } from '#platform';
import { type ModelChecks, type ModelFault } from '../domain/ports.js';

/** Other paid models that are asked before a local one: each of them costs money and minutes. */
const MAX_OTHERS = 2;

/** What the models of a node must be able to do. */
const CAPABILITIES: Readonly<Record<string, ModelCapability>> = {
  'Script.Generate': 'script',
  'Image.Generate': 'text-to-image',
  'Voice.TTS': 'voice',
  'Music.Generate': 'music',
};

type Params = Readonly<Record<string, unknown>>;

/** Which models a node asks, in order: the one it names or the first there is, then those that stand in for it. */
@Injectable()
export class ModelLadders {
  constructor(
    private readonly models: Models,
    private readonly clock: Clock,
  ) {}

  checksFor(orgId: string): ModelChecks {
    return { faultsOf: ({ type }, params) => this.faultsOf(type, params, orgId) };
  }

  /** Only models that can be used now; empty for a node that asks none. */
  ladderOf(type: string, params: Params, orgId: string): readonly string[] {
    const capability = CAPABILITIES[type];
    return capability ? this.named(capability, params, orgId).filter((id) => this.models.isAvailable(id, capability, orgId)) : [];
  }

  priceOf(type: string, model: string): ModelPrice | null {
    const info = this.models.find(model, CAPABILITIES[type]);
    if (!info) return null;
    const { id, provider, unit, priceMicros, durationsSeconds, available } = info;
    return { model: id, provider, unit, priceMicros, durationsSeconds, available };
  }

  private named(capability: ModelCapability, params: Params, orgId: string): readonly string[] {
    const open = this.models.catalogue(capability, orgId).filter(({ available }) => available);
    const paid = open.filter(({ provider }) => provider !== 'local').map(({ id }) => id);
    const local = open.filter(({ provider }) => provider === 'local').map(({ id }) => id);
    const model = params['model'];
    const first = typeof model === 'string' && !model.includes('{{') ? [model] : [...paid, ...local].slice(0, 1);
    const { fallback } = params;
    const others = Array.isArray(fallback)
      ? fallback.filter((id) => typeof id === 'string')
      : [...paid.slice(0, MAX_OTHERS), ...local.slice(0, 1)];
    return [...new Set([...first, ...others])];
  }

  private faultsOf(type: string, params: Params, orgId: string): ModelFault[] {
    const capability = CAPABILITIES[type];
    if (!capability) return [];
    const { model, fallback } = params;
    const named = [...(typeof model === 'string' ? [{ id: model, param: 'model' }] : []), ...listed(fallback)];
    const faults = named.flatMap(({ id, param }) => this.faultOf(id, param, capability, orgId));
    const isHopeless = this.ladderOf(type, params, orgId).length === 0;
    const hopeless = {
      code: 'model_unavailable',
      severity: 'error',
      param: 'model',
      message: 'no model that it may ask can be used now',
    } as const;
    return isHopeless && !faults.some(({ severity }) => severity === 'error') ? [...faults, hopeless] : faults;
  }

  private faultOf(id: string, param: string, capability: ModelCapability, orgId: string): ModelFault[] {
    const error = (code: string, message: string): ModelFault[] => [{ code, severity: 'error', param, message }];
    if (id.includes('{{')) return error('unknown_model', 'must be written down: what a run may cost has to be known before');
    if (!this.models.isKnown(id)) return error('unknown_model', `GET /v1/models knows no "${id}"`);
    const info = this.models.find(id, capability, orgId);
    if (!info) return error('unknown_model', `"${id}" cannot do ${capability}`);
    if (isRetired(info, this.clock.now().slice(0, 10))) {
      return error('model_retired', `"${id}" is retired; "${info.successor ?? 'another model'}" takes its place`);
    }
    if (info.available) return [];
    return [{ code: 'model_unavailable', severity: 'warning', param, message: info.unavailableReason ?? 'cannot be used now' }];
  }
}

const listed = (fallback: unknown): { id: string; param: string }[] =>
  Array.isArray(fallback) ? fallback.flatMap((id: unknown, at) => (typeof id === 'string' ? [{ id, param: `fallback.${at}` }] : [])) : [];
