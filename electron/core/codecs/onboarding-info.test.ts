import { describe, expect, it } from 'vitest';
import { parseOnboardingInfo } from './onboarding-info.ts';
import { seeded } from './seeded.ts';

const orgId = '11111111-2222-3333-4444-555555555555';
const streamlined = {
  previousOrgIds: [],
  orgId,
  geoLocationUrl: 'https://edr-eus3.us.endpoint.security.microsoft.com/edr/',
  datacenter: 'EastUs3',
  vortexGeoLocation: 'US',
  vortexServerUrl: 'https://us-v20.events.endpoint.security.microsoft.com/OneCollector/1.0',
  vortexTicketUrl: 'https://events.data.microsoft.com',
  partnerGeoLocation: 'GW_US',
  version: '1.7',
};
const standard = {
  ...streamlined,
  geoLocationUrl: 'https://winatp-gw-weu.microsoft.com/',
  vortexServerUrl: 'https://v20.events.data.microsoft.com/OneCollector/1.0',
  partnerGeoLocation: 'WSR_EU',
};
const value = (body: unknown, outer: object = {}): string =>
  JSON.stringify({
    body: typeof body === 'string' ? body : JSON.stringify(body),
    sig: 'c2lnbmF0dXJl',
    sha256sig: 'c2hhMjU2',
    cert: '-----BEGIN CERTIFICATE-----',
    ...outer,
  });

describe('parseOnboardingInfo', () => {
  it('takes the hosts and the kind of connectivity', () => {
    expect(parseOnboardingInfo(value(streamlined))).toEqual({
      state: 'ok',
      hosts: [
        'edr-eus3.us.endpoint.security.microsoft.com',
        'us-v20.events.endpoint.security.microsoft.com',
        'events.data.microsoft.com',
      ],
      connectivity: 'streamlined',
    });
    expect(parseOnboardingInfo(value(standard))).toMatchObject({ state: 'ok', connectivity: 'standard' });
  });

  it('takes nothing that identifies or authenticates the organisation', () => {
    const shown = JSON.stringify(parseOnboardingInfo(value(streamlined)));
    for (const secret of [orgId, 'c2lnbmF0dXJl', 'c2hhMjU2', 'CERTIFICATE', 'EastUs3'])
      expect(shown).not.toContain(secret);
  });

  it.each<[string, object, string[], string]>([
    ['the region alone', { partnerGeoLocation: 'GW_EU' }, [], 'streamlined'],
    ['nothing', {}, [], 'unknown'],
    ['a region of another kind', { partnerGeoLocation: 'WSR_EU' }, [], 'unknown'],
    ['a region that is no text', { partnerGeoLocation: 7 }, [], 'unknown'],
    [
      'the government domain',
      { geoLocationUrl: 'https://edr-usg.us.endpoint.security.microsoft.us/' },
      ['edr-usg.us.endpoint.security.microsoft.us'],
      'streamlined',
    ],
    [
      'signs of both',
      { geoLocationUrl: 'https://winatp-gw-weu.microsoft.com', partnerGeoLocation: 'GW_EU' },
      ['winatp-gw-weu.microsoft.com'],
      'unknown',
    ],
    [
      'a host that only looks alike',
      { geoLocationUrl: 'https://endpoint.security.microsoft.com.contoso.com/' },
      ['endpoint.security.microsoft.com.contoso.com'],
      'unknown',
    ],
    [
      'empty and null addresses',
      { geoLocationUrl: '', vortexServerUrl: null, vortexTicketUrl: 'https://A.Contoso.com:443' },
      ['a.contoso.com'],
      'unknown',
    ],
    [
      'one host twice',
      { geoLocationUrl: 'https://a.contoso.com/x', vortexServerUrl: 'https://A.contoso.com/y' },
      ['a.contoso.com'],
      'unknown',
    ],
  ])('with %s', (_, body, hosts, connectivity) => {
    expect(parseOnboardingInfo(value(body))).toEqual({ state: 'ok', hosts, connectivity });
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'not-json'],
    ['no JSON', 'x', 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['no body', '{}', 'body-missing'],
    ['a body that is an object', '{"body":{}}', 'body-missing'],
    ['two bodies', '{"body":"{}","body":"{}"}', 'duplicate-member'],
    ['a body that is no JSON', value('x'), 'body-not-json'],
    ['a body that is a list', value('[]'), 'body-not-json'],
    ['a member twice in the body', value('{"orgId":"a","orgId":"b"}'), 'body-not-json'],
    ['too many levels', `${'['.repeat(17)}${']'.repeat(17)}`, 'too-deep'],
    ['more than 64 KiB', value({ orgId: 'x'.repeat(65_536) }), 'too-large'],
    ['an address without TLS', value({ geoLocationUrl: 'http://a.contoso.com' }), 'address-not-usable'],
    ['an address that is a number', value({ vortexServerUrl: 1 }), 'address-not-usable'],
    ['a name without a domain', value({ geoLocationUrl: 'https://server/' }), 'address-not-usable'],
    ['user info', value({ geoLocationUrl: 'https://a.contoso.com@b.contoso.com/' }), 'address-not-usable'],
    ['a line break in the host', value({ geoLocationUrl: 'https://a.contoso.com\n.b.com/' }), 'address-not-usable'],
    [
      'a host of more than 253 characters',
      value({ geoLocationUrl: `https://${'a.'.repeat(130)}com/` }),
      'address-not-usable',
    ],
  ])('calls %s malformed', (_, text, fault) => {
    expect(parseOnboardingInfo(text)).toEqual({ state: 'malformed', fault });
  });

  it('never throws, and every host that it gives is one', () => {
    const random = seeded(21);
    for (let round = 0; round < 4000; round += 1) {
      const whole = value(random.pick([streamlined, standard]));
      const at = random.int(whole.length);
      const text = whole.slice(0, at) + random.text('{}[]":,\\@/.x0 ', random.int(3)) + whole.slice(at + random.int(3));
      const read = parseOnboardingInfo(text);
      if (read.state === 'malformed') continue;
      for (const host of read.hosts) expect(host).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(JSON.stringify(read)).not.toContain(orgId);
    }
  });
});
