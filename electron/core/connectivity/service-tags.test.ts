import { describe, expect, test } from 'vitest';
import { parseFile } from '../plan/parse-file.ts';
import { ServiceTagFile, serviceTagOfHost, serviceTagsOf } from './service-tags.ts';

/** In the form of Microsoft's own file, with everything that it holds beside. */
const tag = (name: string, addressPrefixes: readonly string[]) => ({
  name,
  id: name,
  properties: {
    changeNumber: 24,
    region: name.split('.')[1]?.toLowerCase() ?? '',
    regionId: 0,
    platform: 'Azure',
    systemService: name.split('.')[0],
    addressPrefixes,
    networkFeatures: ['API', 'NSG', 'UDR', 'FW'],
  },
});
const published = (values: readonly unknown[]) => ({ changeNumber: 320, cloud: 'Public', values });
const read = (document: unknown) => parseFile(ServiceTagFile, 'service-tags', JSON.stringify(document));
const tagsOf = (document: unknown) => {
  const parsed = read(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return serviceTagsOf(parsed.value);
};

const mdi = tag('AzureAdvancedThreatProtection', ['20.36.120.176/28', '2603:1020:0:1::/64']);
const west = tag('AzureAdvancedThreatProtection.WestEurope', ['40.74.30.0/24']);
const mde = tag('MicrosoftDefenderForEndpoint', ['4.209.0.0/16']);

describe('the tags of a file', () => {
  const tags = tagsOf(published([tag('ActionGroup', ['13.66.60.119/32']), mdi, west, mde]));

  test('name what the file is and which tags of Defender it has', () => {
    expect(tags).toMatchObject({
      cloud: 'Public',
      changeNumber: 320,
      names: ['AzureAdvancedThreatProtection', 'MicrosoftDefenderForEndpoint'],
    });
  });

  test.each([
    ['20.36.120.177', 'AzureAdvancedThreatProtection'],
    ['2603:1020:0:1::5', 'AzureAdvancedThreatProtection'],
    ['40.74.30.9', 'AzureAdvancedThreatProtection'],
    ['4.209.1.1', 'MicrosoftDefenderForEndpoint'],
    ['13.66.60.119', null],
    ['not an address', null],
  ])('%s is of %s', (address, expected) => {
    expect(tags.tagOf(address)).toBe(expected);
  });

  test('hold an address, do not hold it, or are not there to be asked', () => {
    expect(tags.holds('AzureAdvancedThreatProtection', '40.74.30.9')).toBe(true);
    expect(tags.holds('AzureAdvancedThreatProtection', '4.209.1.1')).toBe(false);
    expect(tags.holds('OneDsCollector', '4.209.1.1')).toBe(null);
  });

  test('are not taken from a service whose name only begins like theirs', () => {
    const { names } = tagsOf(published([tag('OneDsCollectorOther', ['4.0.0.0/8']), mdi]));
    expect(names).toEqual(['AzureAdvancedThreatProtection']);
  });
});

describe('a file of service tags', () => {
  test('may hold fields and services that are not known here', () => {
    expect(read({ ...published([mdi]), generatedAt: 'today' }).ok).toBe(true);
    expect(read(published([{ ...tag('Other', ['anything']), extra: [1] }, mdi])).ok).toBe(true);
  });

  test.each([
    ['values', { changeNumber: 1, cloud: 'Public' }, 'a list, but the field is missing'],
    [
      'values',
      published([tag('Storage', ['4.0.0.0/8'])]),
      'at least one of the tags AzureAdvancedThreatProtection, MicrosoftDefenderForEndpoint, OneDsCollector',
    ],
    ['values', published([]), 'at least 1 entries'],
    ['values[0].properties', published([{ name: 'OneDsCollector' }]), 'an object, but the field is missing'],
    [
      'values[1].properties.addressPrefixes[1]',
      published([mdi, tag('OneDsCollector', ['20.0.0.0/8', '20.0.0.1/8'])]),
      'an address range like 20.36.120.0/22 or 2603:1000::/24',
    ],
    ['changeNumber', { ...published([mdi]), changeNumber: 'x' }, 'a whole number'],
  ])('is refused at %s', (at, document, expected) => {
    expect(read(document)).toEqual({ ok: false, problem: { kind: 'bad-field', file: 'service-tags', at, expected } });
  });
});

test.each([
  ['contoso-corpsensorapi.atp.azure.com', 'AzureAdvancedThreatProtection'],
  ['contososensorapi.gcc.atp.azure.com', 'AzureAdvancedThreatProtection'],
  ['contososensorapi.atp.azure.us', 'AzureAdvancedThreatProtection'],
  ['*.atp.azure.com', 'AzureAdvancedThreatProtection'],
  ['edr-eus3.us.endpoint.security.microsoft.com', 'MicrosoftDefenderForEndpoint'],
  ['MDAV.us.endpoint.security.microsoft.com', 'MicrosoftDefenderForEndpoint'],
  ['us-v20.events.endpoint.security.microsoft.com', 'OneDsCollector'],
  ['edr.endpoint.security.microsoft.us', null],
  ['winatp-gw-cus.microsoft.com', null],
  ['us-v20.events.data.microsoft.com', null],
  ['definitionupdates.microsoft.com', null],
  ['evilatp.azure.com', null],
  ['atp.azure.com.contoso.com', null],
])('the documented tag of %s is %s', (host, expected) => {
  expect(serviceTagOfHost(host)).toBe(expected);
});
