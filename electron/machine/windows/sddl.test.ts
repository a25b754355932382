import { expect, test } from 'vitest';
import { parseSddl, whyExchangeable, whyUnsafe } from './sddl.ts';

const ours = 'O:BAG:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)';

test.each([
  ['our own folder', ours, null],
  ['owned by SYSTEM', ours.replace('O:BA', 'O:SY'), null],
  ['owned by a person', ours.replace('O:BA', 'O:S-1-5-21-1-2-3-1001'), 'owner'],
  ['owned by nobody that is said', ours.replace('O:BA', ''), 'owner'],
  ['no DACL at all', 'O:BAG:SY', 'acl'],
  ['a null DACL', 'O:BAG:SYD:NO_ACCESS_CONTROL', 'acl'],
  ['users may write', `${ours}(A;;FW;;;BU)`, 'acl'],
  ['users may add files', `${ours}(A;;LC;;;BU)`, 'acl'],
  ['users may add folders, inherited', `${ours}(A;CIID;0x2;;;BU)`, 'acl'],
  ['everybody may change the ACL', `${ours}(A;;WD;;;WD)`, 'acl'],
  ['a person has all rights', `${ours}(A;;GA;;;S-1-5-21-1-2-3-1001)`, 'acl'],
  ['a conditional allowance to write', `${ours}(XA;;FW;;;WD;(@User.x == 1))`, 'acl'],
  ['one behind a condition', `${ours}(XA;;FR;;;WD;((@User.x == 1) || (@User.y == 2)))(A;;FW;;;BU)`, 'acl'],
  ['one behind a condition with a text', `${ours}(XA;;FR;;;WD;(@User.x == ")(;"))(A;;FW;;;BU)`, 'acl'],
  ['a conditional allowance to read', `${ours}(XA;;FR;;;WD;(@User.x == "(("))S:AI(ML;;NW;;;HI)`, null],
  ['users may write by a mask that a key would have', `${ours}(A;;KW;;;BU)`, 'acl'],
  ['users are denied writing', `${ours}(D;;FW;;;BU)`, null],
  ['what only children would inherit', `${ours}(A;OICIIO;GA;;;CO)`, null],
  ['users may read', `${ours}(A;;GRGX;;;WD)`, null],
  [
    'TrustedInstaller owns it',
    ours.replace('O:BA', 'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'),
    null,
  ],
] as const)('%s: %s is %s', (_, text, expected) => {
  expect(whyUnsafe(parseSddl(text))).toBe(expected);
});

test.each([
  ['our own folder', ours, null],
  [
    'the root of the system drive',
    'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)',
    null,
  ],
  ['users may delete what is in it', `${ours}(A;;DT;;;BU)`, 'acl'],
  ['users may rename it', `${ours}(A;;SD;;;BU)`, 'acl'],
  ['users may change the ACL', `${ours}(A;;WD;;;BU)`, 'acl'],
  ['users may take it over', `${ours}(A;;WO;;;BU)`, 'acl'],
  ['users may do everything', `${ours}(A;;FA;;;BU)`, 'acl'],
  ['owned by a person', ours.replace('O:BA', 'O:S-1-5-21-1-2-3-1001'), 'owner'],
  ['no DACL at all', 'O:BAG:SY', 'acl'],
] as const)('what is in a folder, %s: %s is exchangeable by %s', (_, text, expected) => {
  expect(whyExchangeable(parseSddl(text))).toBe(expected);
});

test('a SID named as trusted counts as an administrator', () => {
  const text = 'O:S-1-5-21-0-0-0-1000D:(A;OICI;FA;;;SY)(A;OICI;FA;;;S-1-5-21-0-0-0-1000)';
  expect(whyUnsafe(parseSddl(text))).toBe('owner');
  expect(whyUnsafe(parseSddl(text), ['S-1-5-21-0-0-0-1000'])).toBeNull();
});

test.each([
  ['an entry that does not end', `${ours}(A;;FR;;;WD`],
  ['something between the entries', `${ours}?(A;;FW;;;WD)`],
  ['a text that does not end', `${ours}(XA;;FR;;;WD;(@User.x == "))(A;;FW;;;WD)`],
] as const)('a descriptor with %s passes for none', (_, text) => {
  expect(() => parseSddl(text)).toThrow();
});
