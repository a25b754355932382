/// <reference path="./raw-text.d.ts" />
import text from '../../assets/endpoints.json?raw';
import type { CatalogueStamp } from '../core/connectivity/catalogue-stamp.ts';
import { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { sha256 } from '../disk/sha256.ts';

/** The endpoints to test by, and which edition of them it is. */
export interface ChosenCatalogue {
  readonly catalogue: EndpointCatalogue;
  readonly stamp: CatalogueStamp;
}

let parsed: ChosenCatalogue | null = null;

/** What comes with the program; parsed when it is first asked for. */
export function shipped(): ChosenCatalogue {
  if (parsed === null) {
    const catalogue = EndpointCatalogue.parse(JSON.parse(text));
    const { version, asOf } = catalogue;
    const hash = sha256(new TextEncoder().encode(text));
    parsed = { catalogue, stamp: { origin: 'shipped', version, asOf, sha256: hash } };
  }
  return parsed;
}

/** The shipped file as it is, to begin an own one with; its SHA-256 is that of the stamp. */
export const shippedText: string = text;

export const shippedCatalogue = (): EndpointCatalogue => shipped().catalogue;
