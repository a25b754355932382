import type { Certificate, Observation } from '../../electron/core/connectivity/observation.ts';

/** One certificate of the tree. `sent` came over the wire, `local` was found on this machine, `extra` was not needed. */
export interface ChainNode {
  readonly name: string;
  readonly sha256: string;
  readonly from: 'sent' | 'local' | 'extra';
  readonly certificate: Certificate | null;
}

export interface ChainView {
  /** Root first, each the issuer of the next. */
  readonly path: readonly ChainNode[];
  readonly extra: readonly ChainNode[];
}

/** The chain as the machine built it, with what was sent marked; as it was sent where nothing was built. */
export function chainOf(observation: Pick<Observation, 'presented' | 'trust'>): ChainView {
  const { presented, trust } = observation;
  const built = trust?.path ?? [];
  if (built.length === 0) {
    return { path: [...presented].reverse().map((certificate) => node(certificate, 'sent')), extra: [] };
  }
  const inPath = new Set(built.map((entry) => entry.sha256));
  const path = [...built].reverse().map((entry): ChainNode => {
    const certificate = presented.find((candidate) => candidate.sha256 === entry.sha256);
    return certificate === undefined
      ? { name: entry.cn, sha256: entry.sha256, from: 'local', certificate: null }
      : node(certificate, 'sent');
  });
  const extra = presented
    .filter((certificate) => !inPath.has(certificate.sha256))
    .map((certificate) => node(certificate, 'extra'));
  return { path, extra };
}

function node(certificate: Certificate, from: ChainNode['from']): ChainNode {
  return {
    name: certificate.subjectCn ?? certificate.subject,
    sha256: certificate.sha256,
    from,
    certificate,
  };
}
