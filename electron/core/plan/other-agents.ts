import { maskText } from '../settings/seal.ts';
import { z } from '../zod.ts';
import { ServiceState } from './service-state.ts';

/**
 * Programs beside Defender that have a proxy of their own. They are found and shown, and never changed: the command for
 * that is given in words. (The machine's proxy variables, which the Azure Arc agent falls back to, are values of the
 * catalogue.)
 */
export const AgentProxy = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  /** The stored text with its credentials masked. */
  z.strictObject({ state: z.literal('set'), text: z.string().max(2048) }),
  z.strictObject({
    state: z.literal('not-read'),
    /** `no-way`: the agent tells it only through its own program; `missing`: its file is not where it was expected. */
    why: z.enum(['no-way', 'missing', 'denied', 'unreadable', 'malformed']),
  }),
]);
export type AgentProxy = z.infer<typeof AgentProxy>;

/** One agent by its Windows service. `proxy` is null where it is not installed. */
const Agent = z.strictObject({
  state: ServiceState,
  /** File version of the service's program, where it could be read. */
  version: z.string().max(64).nullable(),
  proxy: AgentProxy.nullable(),
});
export type Agent = z.infer<typeof Agent>;

export const OtherAgents = z.strictObject({
  /** `HealthService`: the Log Analytics agent (MMA), or the agent of Operations Manager, which is the same program. */
  logAnalytics: Agent.extend({
    /** To how many Log Analytics workspaces it reports; null where that could not be read. Their ids are left out. */
    workspaces: z.int().min(0).max(1000).nullable(),
  }),
  /** `OMSGatewayService`: the Log Analytics gateway, itself a proxy for such agents. */
  omsGateway: Agent,
  /** `himds`: the Azure Connected Machine agent. */
  azureArc: Agent,
});
export type OtherAgents = z.infer<typeof OtherAgents>;

export type AgentId = keyof OtherAgents;

/** The same with every shown text masked, whoever read it. */
export function maskedAgents({ logAnalytics, omsGateway, azureArc }: OtherAgents): OtherAgents {
  return {
    logAnalytics: { ...logAnalytics, proxy: masked(logAnalytics.proxy) },
    omsGateway: { ...omsGateway, proxy: masked(omsGateway.proxy) },
    azureArc: { ...azureArc, proxy: masked(azureArc.proxy) },
  };
}

function masked(proxy: AgentProxy | null): AgentProxy | null {
  return proxy?.state === 'set' ? { ...proxy, text: maskText(proxy.text).text.slice(0, 2048) } : proxy;
}
