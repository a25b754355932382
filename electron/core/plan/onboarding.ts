import { OnboardingFault, parseOnboardingInfo } from '../codecs/onboarding-info.ts';
import { textOf } from '../codecs/registry-data.ts';
import type { Reading } from '../settings/reading.ts';
import { z } from '../zod.ts';

/**
 * What Defender for Endpoint was onboarded with, as far as a test needs it: the hosts that this device talks to. They
 * tell where the tenant's data is, so a ticket has them only where the admin says so; nothing else of the value is kept.
 */
export const Onboarding = z.union([
  z.strictObject({
    hosts: z.array(z.string().max(253)).max(8),
    /** `streamlined`: one domain for all services; `standard`: the older set of addresses. */
    connectivity: z.enum(['streamlined', 'standard', 'unknown']),
  }),
  z.strictObject({ fault: z.enum([...OnboardingFault.options, 'unreadable', 'not-a-text']) }),
]);
export type Onboarding = z.infer<typeof Onboarding>;

/** From `OnboardedInfo`, or else from the policy's `OnboardingInfo`; null where neither is there. */
export function onboardingOf(onboarded: Reading, policy: Reading): Onboarding | null {
  const reading = onboarded.state === 'absent' ? policy : onboarded;
  const text = textOf(reading);
  switch (text.state) {
    case 'absent':
      return null;
    case 'unreadable':
      return { fault: 'unreadable' };
    case 'wrong-type':
    case 'malformed':
      return { fault: 'not-a-text' };
    case 'value': {
      const info = parseOnboardingInfo(text.value);
      if (info.state === 'malformed') return { fault: info.fault };
      return { hosts: info.hosts.slice(0, 8), connectivity: info.connectivity };
    }
    default:
      return text satisfies never;
  }
}
