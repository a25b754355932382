import { z } from '../zod.ts';

/** The ways by which a plan leaves this server for others. `allow-list` is for whoever runs the proxy. */
export const Channel = z.enum(['reg', 'ps1', 'gpo', 'gpp', 'intune', 'ansible', 'allow-list', 'mdi']);
export type Channel = z.infer<typeof Channel>;
