import type { TestBasis } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import { ok, type Result } from '../core/plan/problem.ts';
import { readCatalogue } from '../verify/own-catalogue.ts';
import { readServiceTags } from '../verify/read-service-tags.ts';
import { type ChosenCatalogue, shipped } from '../verify/shipped-catalogue.ts';
import { shelf } from './shelf.ts';

/** What the next tests are made by. SECURITY: the page never names a file; the person does, in a dialog of the system. */
export interface ChosenBasis {
  now(): TestBasis;
  chooseEndpoints(which: 'own' | 'shipped'): Promise<Result<TestBasis>>;
  chooseServiceTags(which: 'file' | 'none'): Promise<Result<TestBasis>>;
  /** The same for the tests. */
  readonly options: () => { readonly catalogue: ChosenCatalogue; readonly serviceTags?: ServiceTags };
  /** A catalogue by its SHA-256, also after another was chosen; the shipped one where it is not held. */
  readonly catalogueOf: (sha256: string) => EndpointCatalogue;
}

export function testBasis(chooseFile: (title: string) => Promise<string | null>): ChosenBasis {
  const earlier = shelf<EndpointCatalogue>(4);
  let catalogue = shipped();
  let tags: ServiceTags | null = null;

  const now = (): TestBasis => ({
    catalogue: catalogue.stamp,
    serviceTags: tags && { cloud: tags.cloud, changeNumber: tags.changeNumber, names: [...tags.names] },
  });
  /** Null: the person closed the question. */
  const asked = async <T>(title: string, read: (path: string) => Promise<Result<T>>): Promise<Result<T> | null> => {
    const path = await chooseFile(title);
    return path === null ? null : read(path);
  };

  return {
    now,
    async chooseEndpoints(which) {
      const chosen =
        which === 'shipped' ? ok(shipped()) : await asked('Choose a catalogue of endpoints', readCatalogue);
      if (chosen?.ok === false) return chosen;
      if (chosen !== null) catalogue = chosen.value;
      earlier.put(catalogue.stamp.sha256, catalogue.catalogue);
      return ok(now());
    },
    async chooseServiceTags(which) {
      const chosen =
        which === 'none' ? ok(null) : await asked("Choose Microsoft's file of service tags", readServiceTags);
      if (chosen?.ok === false) return chosen;
      if (chosen !== null) tags = chosen.value;
      return ok(now());
    },
    options: () => ({ catalogue, ...(tags && { serviceTags: tags }) }),
    catalogueOf: (sha256) => earlier.get(sha256) ?? shipped().catalogue,
  };
}
