import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { Trust } from '../../electron/core/connectivity/observation.ts';
import { ecClient, ecIssuing, ecRoot, ecServer } from '../../electron/machine/lab/ec-certificates-for-tests.ts';
import { machineRoots, missingRoots } from '../../electron/machine/windows/root-store.ts';
import { trustEngine } from '../../electron/machine/windows/trust-engine.ts';
import { buildChain } from '../../electron/machine/windows/trust-engine-chain.ts';
import { clearPeer } from '../../electron/probe/runtime/peers.ts';
import { issue, threeTier } from '../../electron/probe/runtime/throwaway-certificates.ts';
import { trustRoot } from './trusted-root.ts';
import { differs } from './wine.ts';

const host = 'www.contoso.com';
const { root, issuing, server } = threeTier({ root: 'Contoso Suite Root', issuing: 'Contoso Suite CA' }, host, 'rsa');
const stranger = threeTier({ root: 'Fabrikam Root', issuing: 'Fabrikam CA' }, host, 'rsa');
const day = 86_400_000;
const hash = (algorithm: 'sha1' | 'sha256', der: Uint8Array) => createHash(algorithm).update(der).digest('hex');
const dated = (from: number, until: number) =>
  issue({ cn: host, issuer: issuing, names: [host], from: new Date(from), until: new Date(until) }).der;

const engine = trustEngine([{ id: 'contoso-suite-root', cn: 'Contoso Suite Root', sha256: hash('sha256', root.der) }]);
const judge = async (chain: readonly Uint8Array[], name = host) => Trust.parse(await engine.judge(chain, name));

const removals = [trustRoot(root.der), trustRoot(ecRoot)];
after(() => {
  for (const remove of removals) remove();
});

test('a chain up to a root of the computer is trusted, with its path, its place and its id', async () => {
  assert.deepEqual(await judge([server.der, issuing.der]), {
    trusted: true,
    errors: [],
    path: [server, issuing, root].map(({ cn, der }) => ({ cn, sha256: hash('sha256', der) })),
    root: {
      cn: 'Contoso Suite Root',
      sha256: hash('sha256', root.der),
      store: 'machine',
      known: 'contoso-suite-root',
    },
  });
});

test('a chain of EC certificates is trusted, by a root that is not in the catalogue', async () => {
  const trust = await judge([ecServer, ecIssuing]);
  assert.ok(trust.trusted, JSON.stringify(trust));
  assert.deepEqual(trust.root, {
    cn: 'Contoso EC Root',
    sha256: hash('sha256', ecRoot),
    store: 'machine',
    known: null,
  });
});

test('what else a peer sends does not matter', async () => {
  for (const chain of [
    [server.der, issuing.der, root.der],
    [server.der, root.der, ecServer, issuing.der, server.der],
    [server.der, Buffer.from('junk'), issuing.der],
    [server.der, Buffer.alloc(70_000, 0x30), issuing.der],
  ]) {
    assert.ok((await judge(chain)).trusted);
  }
});

test('every fault has its name', async () => {
  const spoilt = Buffer.from(server.der);
  spoilt.writeUInt8(spoilt.readUInt8(spoilt.length - 1) ^ 1, spoilt.length - 1);
  const selfSigned = issue({ cn: host, issuer: null, names: [host] }).der;
  const now = Date.now();
  const rows: readonly (readonly [string, readonly Uint8Array[], readonly string[], string?])[] = [
    ['the issuing CA is not sent', [server.der], ['partial-chain']],
    ['the root is unknown and not sent', [stranger.server.der, stranger.issuing.der], ['partial-chain']],
    [
      'the root is unknown and sent',
      [stranger.server.der, stranger.issuing.der, stranger.root.der],
      ['untrusted-root'],
    ],
    ['the certificate is its own root', [selfSigned], ['untrusted-root']],
    ['it has expired', [dated(now - 60 * day, now - day), issuing.der], ['expired']],
    ['it is not valid yet', [dated(now + day, now + 9 * day), issuing.der], ['not-yet-valid']],
    ['the name is another', [server.der, issuing.der], ['name-mismatch'], 'sensor.contoso.com'],
    ['a wildcard stands for one label', [ecServer, ecIssuing], ['name-mismatch'], 'a.b.contoso.com'],
    ['the address is another', [ecServer, ecIssuing], ['name-mismatch'], '192.0.2.8'],
    ['the address fits', [ecServer, ecIssuing], [], '192.0.2.7'],
    [
      'root and name are wrong',
      [stranger.server.der, stranger.issuing.der, stranger.root.der],
      ['untrusted-root', 'name-mismatch'],
      'sensor.contoso.com',
    ],
    ['the signature is spoilt', [spoilt, issuing.der], ['bad-signature']],
    ['it is for clients', [ecClient, ecIssuing], ['not-for-servers']],
    [
      'the issuer is no authority',
      [issue({ cn: host, issuer: server, names: [host] }).der, server.der, issuing.der],
      ['other'],
    ],
    ['nothing was sent', [], ['other']],
    ['the first is no certificate', [Buffer.from('junk'), issuing.der], ['other']],
    ['the first is too large', [Buffer.alloc(70_000, 0x30), server.der], ['other']],
  ];
  for (const [what, chain, errors, name] of rows) {
    const trust = await judge(chain, name);
    assert.deepEqual([what, trust.errors, trust.trusted], [what, errors, errors.length === 0]);
  }
});

test('an unknown root that was sent is named, and no place vouches for it', async () => {
  const { root: found } = await judge([stranger.server.der, stranger.issuing.der, stranger.root.der]);
  const wanted = { cn: 'Fabrikam Root', sha256: hash('sha256', stranger.root.der), store: 'unknown', known: null };
  assert.deepEqual(found, wanted);
});

test('the SSL policy of Windows judges the name by itself, also where the chain is faulty', async () => {
  const chains = [
    [server.der, issuing.der],
    [stranger.server.der, stranger.issuing.der, stranger.root.der],
    [dated(Date.now() - 60 * day, Date.now() - day), issuing.der],
  ];
  for (const chain of chains) {
    assert.equal((await buildChain(chain, host))?.chain.nameStatus, 0);
    assert.equal((await buildChain(chain, 'sensor.contoso.com'))?.chain.nameStatus, 0x800b010f);
  }
});

test('revocation is looked for in the cache only, and not finding it makes no fault', async () => {
  const answer = await buildChain([server.der, issuing.der], host);
  assert.equal(answer?.chain.errors, 0);
  assert.notEqual(answer?.revocationErrors, null);
  assert.equal((answer?.revocationErrors ?? 0) & 0x4, 0);
});

test('a missing issuer is not fetched from where the certificate says', async () => {
  const peer = await clearPeer((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`));
  const caIssuers = `http://127.0.0.1:${peer.port}/issuing.crt`;
  const pointing = issue({ cn: host, issuer: issuing, names: [host], caIssuers });
  const { errors } = await judge([pointing.der]);
  await peer.close();
  assert.deepEqual([errors, peer.heard], [['partial-chain'], []]);
});

test('more than 64 certificates are not looked at', async () => {
  const many = Array.from({ length: 63 }, () => ecClient);
  assert.ok((await judge([server.der, ...many.slice(1), issuing.der])).trusted);
  assert.deepEqual((await judge([server.der, ...many, issuing.der])).errors, ['partial-chain']);
});

for (const place of ['group-policy', 'enterprise', 'public'] as const) {
  test(`a root that also lies in the ${place} place came by it`, async () => {
    const remove = trustRoot(root.der, place);
    try {
      assert.equal((await judge([server.der, issuing.der])).root?.store, place);
    } finally {
      remove();
    }
    assert.equal((await judge([server.der, issuing.der])).root?.store, 'machine');
  });

  test(`a root that lies in the ${place} place alone`, async () => {
    const remove = trustRoot(stranger.root.der, place);
    try {
      const trust = await judge([stranger.server.der, stranger.issuing.der]);
      if (differs('one-root-store')) assert.deepEqual(trust.errors, ['partial-chain']);
      else assert.deepEqual([trust.trusted, trust.root?.store], [true, place]);
    } finally {
      remove();
    }
  });
}

test('a root that was added is there, and one that nobody has is missing', () => {
  const there = { id: 'there', cn: 'Contoso Suite Root', sha256: hash('sha256', root.der) };
  const nowhere = { id: 'nowhere', cn: 'Fabrikam Root', sha256: '00'.repeat(32) };
  assert.deepEqual(missingRoots([there, nowhere]), [nowhere]);
});

test('the roots of the computer are listed with their hashes and subjects', () => {
  const roots = machineRoots();
  assert.ok(!('win32' in roots));
  assert.deepEqual(
    roots.filter(({ subject }) => subject.includes('Contoso Suite Root')),
    [
      {
        sha1: hash('sha1', root.der),
        sha256: hash('sha256', root.der),
        subject: 'CN=Contoso Suite Root, O=Contoso Test',
      },
    ],
  );
  assert.ok(!roots.some(({ subject }) => subject.includes('Fabrikam')));
});

test('many chains side by side are judged each for itself', async () => {
  const good = Array.from({ length: 20 }, () => judge([server.der, issuing.der]));
  const bad = Array.from({ length: 20 }, () => judge([stranger.server.der, stranger.issuing.der]));
  const found = await Promise.all([...good, ...bad]);
  assert.deepEqual(
    found.map(({ trusted }) => trusted),
    [...good.map(() => true), ...bad.map(() => false)],
  );
});
