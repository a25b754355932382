import type { Operation, Reason } from '../plan/operation.ts';
import type { Caution } from '../plan/plan.ts';
import type { AbsentMeaning } from '../settings/catalogue.ts';

/** Why a change is in the plan: one sentence each. */
export const reasons = {
  'mde-static-proxy':
    'The fixed proxy of MDE, as host and port without a scheme. Whether the MDE sensor uses it or the WinHTTP proxy when both work is not documented, so both should be the same proxy.',
  'mde-no-auth-proxy':
    'Belongs to the fixed proxy: without it the telemetry service may try the proxy sign-in of a user instead.',
  'mde-prefer-static':
    'The server has no other way to revocation lists and Windows Update, and for that case Microsoft requires that the fixed proxy is preferred.',
  'mde-no-static-proxy': 'The fixed proxy of MDE is no longer wanted; without this value the route of Windows applies.',
  'mdav-static-proxy':
    'Antivirus cloud protection has a proxy setting of its own, a full address with its scheme; it comes first in its order.',
  'mdav-pac': 'Antivirus cloud protection is to find its proxy by this PAC file.',
  'mdav-bypass': 'Antivirus cloud protection is not to use its proxy for this address.',
  'mdav-no-static-proxy':
    'The antivirus proxy is no longer wanted; without this value the next step of its order applies.',
  'mdav-no-pac': 'The antivirus PAC file is no longer wanted; without this value the next step of its order applies.',
  'mdav-no-bypass': 'The exception no longer has a proxy that it could apply to.',
  'mdav-no-revocation':
    'The server has no way to revocation lists, and for that case Microsoft requires the value 2: no revocation check for cloud protection.',
  'winhttp-proxy':
    'Windows services use this proxy for certificate revocation and Windows Update; MDE and Antivirus use it by default.',
  'winhttp-direct': 'The machine-wide proxy is no longer wanted; Windows services then connect directly.',
  'winhttp-32-follows': '32-bit programs read their own copy, which has to say the same.',
  'sensor-proxy':
    "The MDI services take their proxy from the sensor's own configuration; the machine-wide WinHTTP proxy has no effect on them.",
  'sensor-no-proxy': "The sensor's own proxy is no longer wanted; the account settings of its services then apply.",
  'sensor-sign-in':
    'The proxy wants a sign-in. The sensor keeps the user and the password in its own configuration, encrypted for its own certificate.',
  'sensor-no-sign-in': 'The sensor is no longer to sign in to its proxy; the stored user and password are removed.',
  'legacy-in-place':
    'The sensor was set up by the legacy method, and what was set up that way is to be changed the same way.',
  'legacy-cleared':
    'The sensor now has its own proxy setting, so the legacy setting of the account is not needed for it any more.',
  'strong-crypto':
    'The MDI services need TLS 1.2 from .NET; the four values make .NET use the secure defaults of Windows.',
  'v3-through-mde':
    'The MDI sensor version 3 has no proxy of its own and uses the connection of Defender for Endpoint.',
  'v3-through-mdav':
    'For the MDI sensor version 3 the antivirus proxy is set together with that of Defender for Endpoint.',
  'restart-to-read': 'A restart makes the service read what was written for it.',
} as const satisfies Record<Reason, string>;

/** What is to be known before applying. */
export const cautions = {
  'winhttp-affects-all-services':
    'The WinHTTP proxy applies to every Windows service that uses it by default. Try it on one server first.',
  'bypass-lacks-domain':
    "The bypass list does not contain the server's own domain, so internal traffic may be sent to the proxy.",
  'bypass-excepts-everything':
    'The exceptions match every host, so nothing goes through the proxy that is set with them: everything goes around it, direct. Take out the entry that matches everything, or choose no proxy.',
  'bypass-excepts-defender':
    'Some exceptions match hosts of Defender, which then go around the proxy, direct. If the firewall does not let them out, narrow these entries.',
  'prefer-static-version-unverified':
    'For this version of the MDE sensor the documentation does not say whether PreferStaticProxyForHttpRequest works. Test it after the change.',
  'prefer-static-version-too-old':
    'This version of the MDE sensor is too old for PreferStaticProxyForHttpRequest; the value has no effect until it is updated.',
  'prefer-static-version-unknown':
    'The version of the MDE sensor could not be read, so it is not known whether PreferStaticProxyForHttpRequest works.',
  'ssl-options-lowers-security':
    'SSLOptions 2 turns off the revocation check of antivirus cloud protection. A WinHTTP proxy that lets revocation lists through is the safer way.',
  'mdav-updates-not-covered':
    'The antivirus proxy does not cover updates from Windows Update: these need the WinHTTP proxy or an internal update source.',
  'mdav-caches-proxy':
    'Antivirus keeps the last proxy that worked. The old one may stay in use for a while; test again later.',
  'sense-needs-time':
    'The MDE sensor cannot be restarted. When it picks up a new proxy is not documented; test again after about 15 minutes, or restart the server as a last resort.',
  'policy-values-may-be-overwritten':
    'Some of these values lie in the policy part of the registry. A Group Policy that sets the same policy will overwrite them.',
  'management-unknown':
    'Whether a Group Policy owns some of these values could not be read. If one does, it will overwrite them.',
  'winhttp-direct-for-revocation':
    'WinHTTP stays direct, so certificate revocation and Windows Update do not use the proxy of the products.',
  'legacy-affects-account':
    'The legacy setting applies to everything that runs under the same account, not only to the sensor.',
  'sign-in-goes-along':
    'The user and password that are stored for the MDI sensor stay, and the sensor gives them to the new proxy. If that proxy must not get them, choose no sign-in.',
  'mde-wpad-unverified':
    'In which order MDE tries automatic discovery is not documented. Only the test shows whether it is used.',
  'only-mdi-signs-in':
    'Of these products only the MDI sensor can sign in to a proxy. For Defender for Endpoint and Antivirus the proxy has to let their hosts through without sign-in; to do the same for the hosts of MDI is the better way.',
  'mdi-v3-is-mde-and-mdav':
    'The MDI sensor version 3 has no proxy setting of its own: its plan is the plan of Defender for Endpoint and Antivirus, and what is set for these is what it uses.',
} as const satisfies Record<Caution, string>;

/** Who else lives off the same setting. */
export const affected = {
  nobody: 'nobody else',
  'all-winhttp-services': 'every Windows service that uses the default WinHTTP proxy',
  'all-local-system': 'every service that runs as Local System and uses WinINET',
  'all-local-service': 'every service that runs as Local Service and uses WinINET',
  'all-dotnet-programs': 'every .NET Framework 4 program on this server',
  'all-32bit-winhttp': 'every 32-bit program that uses the default WinHTTP proxy',
} as const satisfies Record<Operation['alsoAffects'], string>;

/** What it means that a value is not there; follows "not set". */
export const absences = {
  direct: 'direct, no proxy',
  'no-value': 'nothing from here applies',
  'step-skipped': 'this step of the order is skipped',
  'auth-proxy-allowed': 'the proxy sign-in of a user may be used',
  'default-winhttp-preferred': 'the default WinHTTP route applies',
  'pinning-and-revocation-on': 'certificate pinning and revocation check are on',
  'per-user': 'each account has its own settings',
  'system-default': 'the Windows default applies',
  'not-onboarded': 'not onboarded',
} as const satisfies Record<AbsentMeaning, string>;

/** `SSLOptions` of antivirus cloud protection, by its number. */
export const sslOptions: Readonly<Record<number, string>> = {
  0: 'no pinning, no revocation check',
  1: 'no pinning',
  2: 'no revocation check',
  3: 'pinning and revocation check on',
};
