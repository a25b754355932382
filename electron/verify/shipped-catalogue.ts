import shipped from '../../assets/endpoints.json';
import { EndpointCatalogue } from '../core/connectivity/endpoint.ts';

let parsed: EndpointCatalogue | null = null;

/** The catalogue that comes with the program; parsed when it is first asked for. */
export function shippedCatalogue(): EndpointCatalogue {
  parsed ??= EndpointCatalogue.parse(shipped);
  return parsed;
}
