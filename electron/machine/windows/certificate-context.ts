import { openNative } from './native.ts';

/**
 * Certificates as crypt32 hands them out (PCCERT_CONTEXT) and the stores they lie in. Every context and every store
 * that is opened here is freed by the one who opened it.
 * https://learn.microsoft.com/windows/win32/api/wincrypt/ns-wincrypt-cert_context
 */
export interface CertificateContexts {
  /** A system store of the computer, for reading only and only where it exists. */
  openMachineStore(name: string): { readonly store: bigint } | { readonly win32: number };
  openMemoryStore(): { readonly store: bigint } | { readonly win32: number };
  closeStore(store: bigint): void;
  /** A context of its own; null where the bytes are no certificate. */
  create(der: Uint8Array): bigint | null;
  /** Adds a certificate; false where the bytes are none. */
  add(store: bigint, der: Uint8Array): boolean;
  free(context: bigint): void;
  /** The bytes of a certificate; null where it is larger than any that is read. */
  derOf(context: bigint): Uint8Array | null;
  /** The store that a context belongs to. */
  storeOf(context: bigint): bigint | null;
  /** The certificates of a store in its order, at most `limit`; those that are too large are left out. */
  inStore(store: bigint, limit: number): readonly Uint8Array[];
}

/** Larger certificates are not read: a server's is a few KiB. */
export const largestCertificate = 64 * 1024;

const encoding = 0x00010001; // X509_ASN_ENCODING | PKCS_7_ASN_ENCODING
const provider = { memory: 2, system: 10 } as const; // CERT_STORE_PROV_MEMORY, CERT_STORE_PROV_SYSTEM_W
const localMachine = 0x00020000;
const openExisting = 0x00004000;
const readOnly = 0x00008000;
const addAlways = 4;

// CERT_CONTEXT on 64-bit: dwCertEncodingType 0, pbCertEncoded 8, cbCertEncoded 16, pCertInfo 24, hCertStore 32.
const offset = { bytes: 8, size: 16, store: 32 } as const;

let bound: CertificateContexts | null = null;

export function certificateContexts(): CertificateContexts {
  bound ??= bind();
  return bound;
}

function bind(): CertificateContexts {
  const { koffi, lastError } = openNative();
  const crypt32 = koffi.load('crypt32.dll');
  const openStore = crypt32.func(
    'void* __stdcall CertOpenStore(uintptr_t provider, uint32 encoding, uintptr_t csp, uint32 flags, str16 name)',
  );
  const closeStore = crypt32.func('bool __stdcall CertCloseStore(void* store, uint32 flags)');
  const create = crypt32.func(
    'void* __stdcall CertCreateCertificateContext(uint32 encoding, const uint8_t* der, uint32 size)',
  );
  const addEncoded = crypt32.func(
    'bool __stdcall CertAddEncodedCertificateToStore(void* store, uint32 encoding, const uint8_t* der, uint32 size, uint32 disposition, void* context)',
  );
  const free = crypt32.func('bool __stdcall CertFreeCertificateContext(void* context)');
  const next = crypt32.func('void* __stdcall CertEnumCertificatesInStore(void* store, void* previous)');

  const opened = (store: bigint | null) => (store === null ? { win32: lastError() } : { store });
  const derOf = (context: bigint): Uint8Array | null => {
    const size: number = koffi.decode(context, offset.size, 'uint32');
    const bytes: bigint | null = koffi.decode(context, offset.bytes, 'void*');
    if (bytes === null || size > largestCertificate) return null;
    return Uint8Array.from(koffi.decode(bytes, 'uint8_t', size) as Uint8Array); // koffi's typed array
  };
  return {
    openMachineStore: (name) => opened(openStore(provider.system, 0, 0, localMachine | openExisting | readOnly, name)),
    openMemoryStore: () => opened(openStore(provider.memory, 0, 0, 0, null)),
    closeStore(store) {
      closeStore(store, 0);
    },
    create: (der) => create(encoding, der, der.length),
    add: (store, der) => addEncoded(store, encoding, der, der.length, addAlways, null),
    free(context) {
      free(context);
    },
    derOf,
    storeOf: (context) => koffi.decode(context, offset.store, 'void*'),
    inStore(store, limit) {
      const found: Uint8Array[] = [];
      // The enumeration frees the context it is given and returns the next.
      let context: bigint | null = next(store, null);
      for (; context !== null && found.length < limit; context = next(store, context)) {
        const der = derOf(context);
        if (der !== null) found.push(der);
      }
      if (context !== null) free(context);
      return found;
    },
  };
}
