import { z } from '../zod.ts';

/** What the service manager says of one service. */
export const ServiceState = z.enum(['not-installed', 'stopped', 'running', 'changing', 'unknown']);
export type ServiceState = z.infer<typeof ServiceState>;
