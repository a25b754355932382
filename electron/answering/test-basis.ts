import type { TestBasis } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import type { TestFiles } from '../core/plan/account-run.ts';
import { ok, type Result } from '../core/plan/result.ts';
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
  /** Where these were read, for a program that is started to test by the same. */
  readonly files: () => TestFiles;
  /** A catalogue by its SHA-256, also after another was chosen; the shipped one where it is not held. */
  readonly catalogueOf: (sha256: string) => EndpointCatalogue;
}

interface Chosen<T> {
  readonly value: T;
  /** Null: it comes with the program, or there is none. */
  readonly path: string | null;
}

export function testBasis(chooseFile: (title: string) => Promise<string | null>): ChosenBasis {
  const earlier = shelf<EndpointCatalogue>(4);
  let catalogue = shipped();
  let tags: ServiceTags | null = null;
  const files: { endpoints: string | null; serviceTags: string | null } = { endpoints: null, serviceTags: null };

  const now = (): TestBasis => ({
    catalogue: catalogue.stamp,
    serviceTags: tags && { cloud: tags.cloud, changeNumber: tags.changeNumber, names: [...tags.names] },
  });
  /** Null: the person closed the question. */
  const asked = async <T>(
    title: string,
    read: (path: string) => Promise<Result<T>>,
  ): Promise<Result<Chosen<T>> | null> => {
    const path = await chooseFile(title);
    if (path === null) return null;
    const value = await read(path);
    return value.ok ? ok({ value: value.value, path }) : value;
  };

  return {
    now,
    async chooseEndpoints(which) {
      const chosen =
        which === 'shipped'
          ? ok({ value: shipped(), path: null })
          : await asked('Choose a catalogue of endpoints', readCatalogue);
      if (chosen?.ok === false) return chosen;
      if (chosen !== null) {
        catalogue = chosen.value.value;
        files.endpoints = chosen.value.path;
      }
      earlier.put(catalogue.stamp.sha256, catalogue.catalogue);
      return ok(now());
    },
    async chooseServiceTags(which) {
      const chosen =
        which === 'none'
          ? ok({ value: null, path: null })
          : await asked("Choose Microsoft's file of service tags", readServiceTags);
      if (chosen?.ok === false) return chosen;
      if (chosen !== null) {
        tags = chosen.value.value;
        files.serviceTags = chosen.value.path;
      }
      return ok(now());
    },
    files: () => ({ ...files }),
    options: () => ({ catalogue, ...(tags && { serviceTags: tags }) }),
    catalogueOf: (sha256) => earlier.get(sha256) ?? shipped().catalogue,
  };
}
