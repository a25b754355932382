import { certificateContexts } from './certificate-context.ts';
import { openNative } from './native.ts';

/**
 * Chains as Windows builds them (CertGetCertificateChain) for the computer's own stores, which services use; the
 * stores of whoever runs this program do not count.
 * https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certgetcertificatechain
 */
export interface BuiltChain {
  /** Bits of CERT_TRUST_STATUS over the whole chain. */
  readonly errors: number;
  readonly elements: readonly BuiltElement[];
  /**
   * What the SSL policy says of the host name, everything else forgiven: 0 fits, `0x800b010f` does not; any other
   * status means that the name was not judged.
   */
  readonly nameStatus: number;
}

export interface BuiltElement {
  readonly der: Uint8Array;
  readonly errors: number;
  /** CERT_TRUST_IS_SELF_SIGNED: the chain ends here with a root. */
  readonly selfSigned: boolean;
}

/** Nothing is fetched by any of them: not an issuer, not a list of roots, not a revocation list. */
const build = {
  cacheOnlyUrls: 0x00000004,
  noRootUpdate: 0x00000100,
  revocationCacheOnly: 0x80000000,
  revocationBelowRoot: 0x40000000,
} as const;
const withoutRevocation = build.cacheOnlyUrls | build.noRootUpdate;
// `>>> 0`: the highest bit makes a negative number of it otherwise.
const withRevocation = (withoutRevocation | build.revocationCacheOnly | build.revocationBelowRoot) >>> 0;

const localMachineEngine = 1; // HCCE_LOCAL_MACHINE
const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const sslPolicy = 4; // CERT_CHAIN_POLICY_SSL
const serverSide = 2; // AUTHTYPE_SERVER
/** The policy is asked about the name alone: every CERT_CHAIN_POLICY_IGNORE_… but that for names (0x40). */
const forgiveAllButName = 0x00000fbf;
/** SECURITY_FLAG_IGNORE_ unknown CA, wrong usage, date and revocation, but not the name (0x1000). */
const forgiveInTls = 0x00002380;
const isSelfSigned = 0x00000008;
const longestPath = 64;

// On 64-bit. CERT_CHAIN_CONTEXT: errors 4, cChain 12, rgpChain 16. CERT_SIMPLE_CHAIN: cElement 12, rgpElement 16.
// CERT_CHAIN_ELEMENT: pCertContext 8, errors 16, information 20.
const chainOffset = { errors: 4, count: 12, list: 16 } as const;
const simpleOffset = { count: 12, list: 16 } as const;
const elementOffset = { context: 8, errors: 16, information: 20 } as const;

interface Functions {
  getChain(leaf: bigint, store: bigint, flags: number): Promise<bigint | null>;
  freeChain(chain: bigint): void;
  nameStatus(chain: bigint, host: string): number;
  read(chain: bigint): { readonly errors: number; readonly elements: readonly BuiltElement[] };
}

let bound: Functions | null = null;

function functions(): Functions {
  bound ??= bind();
  return bound;
}

function bind(): Functions {
  const { koffi, lastError } = openNative();
  const crypt32 = koffi.load('crypt32.dll');
  koffi.struct('CERT_ENHKEY_USAGE', { cUsageIdentifier: 'uint32', rgpszUsageIdentifier: 'const char **' });
  koffi.struct('CERT_USAGE_MATCH', { dwType: 'uint32', Usage: 'CERT_ENHKEY_USAGE' });
  koffi.struct('CERT_CHAIN_PARA', { cbSize: 'uint32', RequestedUsage: 'CERT_USAGE_MATCH' });
  koffi.struct('SSL_EXTRA_CERT_CHAIN_POLICY_PARA', {
    cbSize: 'uint32',
    dwAuthType: 'uint32',
    fdwChecks: 'uint32',
    pwszServerName: 'str16',
  });
  koffi.struct('CERT_CHAIN_POLICY_PARA', {
    cbSize: 'uint32',
    dwFlags: 'uint32',
    pvExtraPolicyPara: 'SSL_EXTRA_CERT_CHAIN_POLICY_PARA *',
  });
  koffi.struct('CERT_CHAIN_POLICY_STATUS', {
    cbSize: 'uint32',
    dwError: 'uint32',
    lChainIndex: 'int32',
    lElementIndex: 'int32',
    pvExtraPolicyStatus: 'void *',
  });
  const getChain = crypt32.func(
    'bool __stdcall CertGetCertificateChain(uintptr_t engine, void* leaf, void* time, void* store, CERT_CHAIN_PARA* para, uint32 flags, void* reserved, _Out_ void** chain)',
  );
  const freeChain = crypt32.func('void __stdcall CertFreeCertificateChain(void* chain)');
  const verifyPolicy = crypt32.func(
    'bool __stdcall CertVerifyCertificateChainPolicy(uintptr_t policy, void* chain, CERT_CHAIN_POLICY_PARA* para, _Inout_ CERT_CHAIN_POLICY_STATUS* status)',
  );
  const para = {
    cbSize: koffi.sizeof('CERT_CHAIN_PARA'),
    RequestedUsage: { dwType: 0, Usage: { cUsageIdentifier: 1, rgpszUsageIdentifier: [serverAuthentication] } },
  };
  const number = (at: bigint, offset: number): number => koffi.decode(at, offset, 'uint32');
  const pointer = (at: bigint, offset: number): bigint | null => koffi.decode(at, offset, 'void*');
  const listed = (at: bigint, layout: { readonly count: number; readonly list: number }): readonly bigint[] => {
    const list = pointer(at, layout.list);
    if (list === null) return [];
    const count = Math.min(number(at, layout.count), longestPath);
    return Array.from({ length: count }, (_, index) => pointer(list, index * 8)).flatMap((one) => one ?? []);
  };
  return {
    // In a thread of the pool: crypt32 may have to read its stores first. Why it failed does not matter.
    getChain: (leaf, store, flags) =>
      new Promise((resolve, reject) => {
        const out: [bigint | null] = [null];
        getChain.async(
          localMachineEngine,
          leaf,
          null,
          store,
          para,
          flags,
          null,
          out,
          (error: Error | null, built: boolean) => (error === null ? resolve(built ? out[0] : null) : reject(error)),
        );
      }),
    freeChain(chain) {
      freeChain(chain);
    },
    nameStatus(chain, host) {
      const status = {
        cbSize: koffi.sizeof('CERT_CHAIN_POLICY_STATUS'),
        dwError: 0,
        lChainIndex: 0,
        lElementIndex: 0,
        pvExtraPolicyStatus: null,
      };
      const asked: boolean = verifyPolicy(
        sslPolicy,
        chain,
        {
          cbSize: koffi.sizeof('CERT_CHAIN_POLICY_PARA'),
          dwFlags: forgiveAllButName,
          pvExtraPolicyPara: {
            cbSize: koffi.sizeof('SSL_EXTRA_CERT_CHAIN_POLICY_PARA'),
            dwAuthType: serverSide,
            fdwChecks: forgiveInTls,
            pwszServerName: host,
          },
        },
        status,
      );
      return asked ? status.dwError : lastError();
    },
    read(chain) {
      const contexts = certificateContexts();
      const [simple] = listed(chain, chainOffset);
      const elements = simple === undefined ? [] : listed(simple, simpleOffset);
      return {
        errors: number(chain, chainOffset.errors),
        elements: elements.flatMap((element) => {
          const context = pointer(element, elementOffset.context);
          const der = context === null ? null : contexts.derOf(context);
          if (der === null) return [];
          const information = number(element, elementOffset.information);
          return { der, errors: number(element, elementOffset.errors), selfSigned: (information & isSelfSigned) !== 0 };
        }),
      };
    },
  };
}

/** What a build with the revocation lists at hand adds; without them nothing is known. */
export interface ChainAnswer {
  readonly chain: BuiltChain;
  /** Error bits of the second build, which looks at cached revocation lists only; null where it could not be made. */
  readonly revocationErrors: number | null;
}

/**
 * Builds the chain of the first certificate, with all of them to choose issuers from. Null where the first is no
 * certificate, or crypt32 refused.
 */
export async function buildChain(presented: readonly Uint8Array[], host: string): Promise<ChainAnswer | null> {
  const contexts = certificateContexts();
  const [first] = presented;
  if (first === undefined) return null;
  const opened = contexts.openMemoryStore();
  if ('win32' in opened) return null;
  const leaf = contexts.create(first);
  try {
    if (leaf === null) return null;
    for (const der of presented) contexts.add(opened.store, der);
    const chain = await built(leaf, opened.store, withoutRevocation, (at) => ({
      ...functions().read(at),
      nameStatus: functions().nameStatus(at, host),
    }));
    if (chain === null) return null;
    const revocationErrors = await built(leaf, opened.store, withRevocation, (at) => functions().read(at).errors);
    return { chain, revocationErrors };
  } finally {
    if (leaf !== null) contexts.free(leaf);
    contexts.closeStore(opened.store);
  }
}

async function built<T>(leaf: bigint, store: bigint, flags: number, use: (chain: bigint) => T): Promise<T | null> {
  const chain = await functions().getChain(leaf, store, flags);
  if (chain === null) return null;
  try {
    return use(chain);
  } finally {
    functions().freeChain(chain);
  }
}
