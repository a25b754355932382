import { expect, it } from 'vitest';
import { planWith } from '../../electron/core/export/plan-for-tests.ts';
import { changeGroups, storeOf } from './changes.ts';

const { operations } = planWith();

it('every change is shown once, under its product and the kind of its place', () => {
  const groups = changeGroups(operations);
  const shown = groups.flatMap(({ product, stores }) =>
    stores.flatMap(({ store, operations: of }) => of.map((operation) => ({ product, store, operation }))),
  );
  expect(shown.map(({ operation }) => operation.id).sort((a, b) => a - b)).toEqual(operations.map(({ id }) => id));
  for (const { product, store, operation } of shown)
    expect([product, store]).toEqual([operation.product, storeOf(operation)]);
});

it('knows values of policies, of accounts and of the machine apart', () => {
  const stores = Object.fromEntries(
    operations.map((operation) => [operation.kind === 'value' ? operation.value : operation.kind, storeOf(operation)]),
  );
  expect(stores).toMatchObject({
    winhttp: 'winhttp',
    'winhttp-32': 'winhttp',
    sensor: 'sensor-file',
    'mde.telemetryProxyServer': 'policy',
    'mdav.policy.sslOptions': 'policy',
    'wininet.localService.connection': 'account',
    'dotnet.strongCrypto': 'machine',
  });
});
