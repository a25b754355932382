import { describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';
import {
  parseSensorConfiguration,
  proxyPartOf,
  type SensorFault,
  withProxyPart,
  withSensorProxy,
} from './sensor-configuration.ts';

const thumbprint = '0123456789abcdef0123456789abcdef01234567';
const credentials = `{
    "$type": "SensorProxyConfiguration",
    "Url": "http://proxy.contoso.com:8080",
    "UserName": "CONTOSO\\\\svcProxy",
    "EncryptedUserPasswordData": {
      "$type": "EncryptedData",
      "EncryptedBytes": "c2VjcmV0",
      "SecretVersion": null,
      "CertificateThumbprint": "${thumbprint}"
    }
  }`;

/** As the product writes it, with members and spellings that nobody here knows. */
const file = (proxy: string | null, eol = '\n'): string =>
  `{
  "$type": "SensorMandatoryConfiguration",
  "Unknown": [ 1.0, 1e3, 12345678901234567890, "\\u00e9\\/", {"z" :1,"a": 2} ],
  "SecretManagerConfigurationCertificateThumbprint": "${thumbprint}",${proxy === null ? '' : `\n  "SensorProxyConfiguration": ${proxy},`}
  "WorkspaceApplicationSensorApiWebClientConfigurationServiceEndpoint": {
    "$type": "EndpointData",
    "Address": "contoso-corpsensorapi.atp.azure.com",
    "Port": 443
  }
}
`.replaceAll('\n', eol);

const plain = '{\n    "$type": "SensorProxyConfiguration",\n    "Url": "http://p:8080"\n  }';

/** A proxy whose sign-in stays as it is. */
const to = (url: string) => ({ url, signIn: { kind: 'keep' } }) as const;

const edited = (result: ReturnType<typeof withSensorProxy>): string => {
  if (result.state !== 'ok') throw new Error(result.fault);
  return result.text;
};

describe('parseSensorConfiguration', () => {
  it('reads proxy, user, sensor API host and thumbprint, and never the password', () => {
    const read = parseSensorConfiguration(file(credentials));
    expect(read).toEqual({
      state: 'ok',
      proxy: { url: 'http://proxy.contoso.com:8080', userName: 'CONTOSO\\svcProxy', passwordStored: true },
      apiHost: 'contoso-corpsensorapi.atp.azure.com',
      certificateThumbprint: thumbprint,
    });
    expect(JSON.stringify(read)).not.toContain('c2VjcmV0');
  });

  it.each([['null'], [null]])('reads %s as no proxy', (proxy) => {
    expect(parseSensorConfiguration(file(proxy))).toMatchObject({ state: 'ok', proxy: null });
  });

  it('reads a proxy without credentials', () => {
    expect(parseSensorConfiguration(file(plain))).toMatchObject({
      proxy: { url: 'http://p:8080', userName: null, passwordStored: false },
    });
  });

  it('reads a file with a byte order mark and any line ends', () => {
    expect(parseSensorConfiguration(`\ufeff${file(plain, '\r\n')}`)).toMatchObject({ state: 'ok' });
  });

  it('finds the member whatever its capitals, as the reader of the sensor does', () => {
    const text = file(plain).replace('SensorProxyConfiguration":', 'sensorProxyConfiguration":');
    expect(parseSensorConfiguration(text)).toMatchObject({ proxy: { url: 'http://p:8080' } });
  });

  it('masks credentials in the URL', () => {
    const text = file(plain.replace('http://p:8080', 'http://user:pass@p:8080'));
    expect(parseSensorConfiguration(text)).toMatchObject({ proxy: { url: 'http://****:****@p:8080' } });
  });

  it('does not name what the file does not name', () => {
    expect(parseSensorConfiguration('{"SensorProxyConfiguration":null}')).toEqual({
      state: 'ok',
      proxy: null,
      apiHost: null,
      certificateThumbprint: null,
    });
    const odd = file(null).replace('contoso-corpsensorapi', 'a b/').replace(thumbprint, 'x');
    expect(parseSensorConfiguration(odd)).toMatchObject({ apiHost: null, certificateThumbprint: null });
  });

  it.each<[string, string, SensorFault]>([
    ['an empty file', '', 'not-json'],
    ['a cut file', file(plain).slice(0, 200), 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['a member twice', '{"a":1,"a":2}', 'duplicate-member'],
    ['a member twice in the proxy', '{"SensorProxyConfiguration":{"Url":"a","Url":"b"}}', 'duplicate-member'],
    [
      'two spellings of the member',
      '{"SensorProxyConfiguration":null,"sensorproxyconfiguration":null}',
      'duplicate-member',
    ],
    ['deep nesting', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'too-deep'],
    ['more than 256 Ki characters', `{"a":"${'x'.repeat(262_144)}"}`, 'too-large'],
    ['a proxy that is a text', file('"http://p:8080"'), 'proxy-not-an-object'],
    ['a proxy without URL', file('{}'), 'proxy-url-missing'],
    ['a proxy whose URL is null', file('{"Url":null}'), 'proxy-url-missing'],
    ['a proxy whose URL is empty', file('{"Url":""}'), 'proxy-url-missing'],
    ['a proxy whose URL is too long', file(`{"Url":"http://${'a'.repeat(2048)}"}`), 'proxy-url-too-long'],
    ['a user that is a number', file('{"Url":"http://p","UserName":1}'), 'proxy-user-not-a-text'],
  ])('reports %s as malformed, and edits nothing in it', (_, text, fault) => {
    expect(parseSensorConfiguration(text)).toEqual({ state: 'malformed', fault });
    expect(withSensorProxy(text, to('http://q:1'))).toEqual({ state: 'malformed', fault });
    expect(withSensorProxy(text, null)).toEqual({ state: 'malformed', fault });
  });
});

describe('withSensorProxy', () => {
  it('replaces only the URL and keeps the stored credentials', () => {
    expect(edited(withSensorProxy(file(credentials), to('http://q:1')))).toBe(
      file(credentials.replace('http://proxy.contoso.com:8080', 'http://q:1')),
    );
  });

  it('changes nothing where the URL is the same', () => {
    expect(edited(withSensorProxy(file(plain), to('http://p:8080')))).toBe(file(plain));
    const escaped = file(plain.replaceAll('/', '\\/'));
    expect(edited(withSensorProxy(escaped, to('http://p:8080')))).toBe(escaped);
    expect(edited(withSensorProxy(file('null'), null))).toBe(file('null'));
    expect(edited(withSensorProxy(file(null), null))).toBe(file(null));
  });

  it('takes the proxy out by null', () => {
    expect(edited(withSensorProxy(file(credentials), null))).toBe(file('null'));
  });

  it.each(['\n', '\r\n'])(
    'puts a proxy in place of null, $type first, in the style of the file (line ends %j)',
    (eol) => {
      expect(edited(withSensorProxy(file('null', eol), to('http://p:8080')))).toBe(file(plain, eol));
    },
  );

  it('puts a missing member behind the thumbprint', () => {
    expect(edited(withSensorProxy(file(null), to('http://p:8080')))).toBe(file(plain));
  });

  it.each([
    ['{}', '{"SensorProxyConfiguration":{"$type":"SensorProxyConfiguration","Url":"http://p:1"}}'],
    [
      '{"$type":"T","a":1}',
      '{"$type":"T","SensorProxyConfiguration":{"$type":"SensorProxyConfiguration","Url":"http://p:1"},"a":1}',
    ],
    ['{ "a": 1 }', '{ "a": 1,"SensorProxyConfiguration":{"$type":"SensorProxyConfiguration","Url":"http://p:1"} }'],
    [
      '{"SensorProxyConfiguration":null,"a":1}',
      '{"SensorProxyConfiguration":{"$type":"SensorProxyConfiguration","Url":"http://p:1"},"a":1}',
    ],
    [
      '{\n\t"$type": "T"\n}',
      '{\n\t"$type": "T",\n\t"SensorProxyConfiguration": {\n\t\t"$type": "SensorProxyConfiguration",\n\t\t"Url": "http://p:1"\n\t}\n}',
    ],
  ])('edits %j', (before, after) => {
    expect(edited(withSensorProxy(before, to('http://p:1')))).toBe(after);
    expect(() => JSON.parse(after)).not.toThrow();
  });

  it('keeps a byte order mark, and adds none', () => {
    expect(edited(withSensorProxy(`\ufeff${file('null')}`, to('http://p:8080')))).toBe(`\ufeff${file(plain)}`);
    expect(edited(withSensorProxy(file('null'), to('http://p:8080'))).startsWith('{')).toBe(true);
  });

  it('writes any URL as a JSON text', () => {
    const text = edited(withSensorProxy(file('null'), to('http://p:1/"\\\n')));
    expect(JSON.parse(text).SensorProxyConfiguration.Url).toBe('http://p:1/"\\\n');
  });
});

describe('withSensorProxy and the sign-in', () => {
  const password = { encryptedBytes: 'bmV3', thumbprint };
  const as = (user: string) => ({ url: 'http://p:8080', signIn: { kind: 'as', user, password } }) as const;
  const none = (url = 'http://p:8080') => ({ url, signIn: { kind: 'none' } }) as const;
  const signedIn = `{
    "$type": "SensorProxyConfiguration",
    "Url": "http://p:8080",
    "UserName": "CONTOSO\\\\svcProxy",
    "EncryptedUserPasswordData": {
      "$type": "EncryptedData",
      "EncryptedBytes": "bmV3",
      "SecretVersion": null,
      "CertificateThumbprint": "${thumbprint}"
    }
  }`;

  it.each([
    ['null', 'null', '\n'],
    ['null, with line ends of Windows', 'null', '\r\n'],
    ['no member', null, '\n'],
    ['a proxy without sign-in', plain, '\n'],
    [
      'another sign-in',
      credentials.replace('proxy.contoso.com', 'p').replace('svcProxy', 'svcOld').replace('null', '3'),
      '\n',
    ],
  ])('is written in full, as the product writes it, over %s', (_, before, eol) => {
    expect(edited(withSensorProxy(file(before, eol), as('CONTOSO\\svcProxy')))).toBe(file(signedIn, eol));
  });

  it('is taken away, and the address stays', () => {
    expect(edited(withSensorProxy(file(signedIn), none()))).toBe(file(plain));
    expect(edited(withSensorProxy(file(plain), none()))).toBe(file(plain));
    expect(edited(withSensorProxy(file('null'), none()))).toBe(file(plain));
    const address = plain.replace('http://p:8080', 'http://q:1');
    expect(edited(withSensorProxy(file(signedIn), none('http://q:1')))).toBe(file(address));
  });

  it('changes nothing where it is so already, whatever its spelling', () => {
    expect(edited(withSensorProxy(file(signedIn), as('CONTOSO\\svcProxy')))).toBe(file(signedIn));
    const spelt = signedIn.replace('CONTOSO', '\\u0043ONTOSO').replace('"SecretVersion": null', '"SecretVersion":null');
    expect(edited(withSensorProxy(file(spelt), as('CONTOSO\\svcProxy')))).toBe(file(spelt));
  });

  it('keeps members of the proxy that nobody here knows, and their order', () => {
    const odd = '{ "Timeout": 1.0e1, "$type": "SensorProxyConfiguration", "Url": "http://p:8080", "Odd": [ 1 ] }';
    const text = edited(withSensorProxy(file(odd), as('A\\b')));
    const part = /"SensorProxyConfiguration": (\{.*\}),$/m.exec(text)?.[1] ?? 'not in one line';
    expect(part.startsWith('{ "Timeout": 1.0e1, "$type": "SensorProxyConfiguration", "Url": "http://p:8080",')).toBe(
      true,
    );
    expect(part.endsWith(', "Odd": [ 1 ] }')).toBe(true);
    expect(Object.keys(JSON.parse(text).SensorProxyConfiguration)).toEqual([
      'Timeout',
      '$type',
      'Url',
      'UserName',
      'EncryptedUserPasswordData',
      'Odd',
    ]);
    expect(edited(withSensorProxy(text, none()))).toBe(file(odd));
  });

  it('is set where all stands in one line', () => {
    const before =
      '{"$type":"T","SensorProxyConfiguration":{"$type":"SensorProxyConfiguration","Url":"http://p:8080"}}';
    const sealed = `{"$type":"EncryptedData","EncryptedBytes":"bmV3","SecretVersion":null,"CertificateThumbprint":"${thumbprint}"}`;
    const after = before.replace('8080"', `8080","UserName":"A\\\\b","EncryptedUserPasswordData":${sealed}`);
    expect(edited(withSensorProxy(before, as('A\\b')))).toBe(after);
    expect(edited(withSensorProxy(after, none()))).toBe(before);
  });

  it('finds its members whatever their capitals, and refuses two of one', () => {
    const lower = signedIn.replace('"UserName"', '"userName"').replace('"EncryptedUser', '"encryptedUser');
    expect(parseSensorConfiguration(file(lower))).toMatchObject({
      proxy: { userName: 'CONTOSO\\svcProxy', passwordStored: true },
    });
    expect(edited(withSensorProxy(file(lower), none()))).toBe(file(plain));
    const twice = signedIn.replace('"UserName"', '"userName": "x",\n    "UserName"');
    expect(withSensorProxy(file(twice), as('A\\b'))).toEqual({ state: 'malformed', fault: 'duplicate-member' });
  });
});

describe('proxyPartOf and withProxyPart', () => {
  const newer = (proxy: string | null) => file(proxy).replace('"Port": 443', '"Port": 443,\n    "New": true');

  it.each([
    ['with credentials', credentials],
    ['without', plain],
    ['null', 'null'],
    ['absent', null],
  ])('puts an old proxy part (%s) into a newer file, and only that', (_, part) => {
    expect(proxyPartOf(file(part))).toEqual({ state: 'ok', part });
    for (const now of [credentials, plain, 'null', null])
      expect(withProxyPart(newer(now), part)).toEqual({ state: 'ok', text: newer(part) });
  });

  it('takes a member out wherever it stands', () => {
    const at = (text: string) => withProxyPart(text, null);
    expect(at('{"SensorProxyConfiguration":null}')).toEqual({ state: 'ok', text: '{}' });
    expect(at('{ "SensorProxyConfiguration":null, "a":1 }')).toEqual({ state: 'ok', text: '{ "a":1 }' });
    expect(at('{"a":1, "SensorProxyConfiguration":null }')).toEqual({ state: 'ok', text: '{"a":1 }' });
  });

  it('refuses a part that is no proxy', () => {
    for (const part of ['', '1', '{"Url":1}', 'null,"a":1', '{"Url":"a","Url":"b"}'])
      expect(withProxyPart(file('null'), part).state).toBe('malformed');
  });
});

it('never throws, and changes only the proxy of what it can read', () => {
  const random = seeded(11);
  const good = file(credentials);
  let readable = 0;
  for (let round = 0; round < 4000; round += 1) {
    const at = random.int(good.length);
    const text = good.slice(0, at) + random.text('{}[],:"\\ 1nul\0é', random.int(3)) + good.slice(at + random.int(3));
    const signIn =
      round % 2 === 0
        ? ({ kind: 'keep' } as const)
        : ({ kind: 'as', user: 'A\\b', password: { encryptedBytes: 'bmV3', thumbprint } } as const);
    const result = withSensorProxy(text, { url: 'http://q:1', signIn });
    if (result.state === 'ok') expect(withSensorProxy(result.text, { url: 'http://q:1', signIn })).toEqual(result);
    expect(parseSensorConfiguration(text).state).toBe(result.state);
    if (result.state !== 'ok') continue;
    readable += 1;
    const [before, after] = [JSON.parse(text), JSON.parse(result.text)];
    const name = Object.keys(after).find((key) => key.toLowerCase() === 'sensorproxyconfiguration') ?? '';
    expect(after[name].Url).toBe('http://q:1');
    expect({ ...after, [name]: 0 }).toEqual({ ...before, [name]: 0 });
  }
  expect(readable).toBeGreaterThan(100);
});
