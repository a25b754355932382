import schemaText from '../../../assets/endpoints.schema.json?raw';
import { ok, type Result } from '../../core/plan/result.ts';
import { shipped, shippedText } from '../../verify/shipped-catalogue.ts';
import type { Command } from '../command-line.ts';
import type { Answer } from '../surroundings.ts';

/** Prints the shipped catalogue as it is, which an own one begins with, or its schema. */
export function endpointsCommand({ schema }: Extract<Command, { name: 'endpoints' }>): Result<Answer> {
  const lines = (text: string) => text.replace(/\n$/, '').split('\n');
  return schema
    ? ok({ exit: 0, value: JSON.parse(schemaText), lines: lines(schemaText) })
    : ok({ exit: 0, value: shipped().catalogue, lines: lines(shippedText) });
}
