import { example } from './examples.ts';
import { commands, type HelpTopic, list, steps, text } from './topic.ts';

/** What the network and its proxy have to do. */
export const networkTopics: readonly HelpTopic[] = [
  {
    id: 'pac-wpad',
    group: 'network',
    title: 'PAC files and automatic discovery (WPAD)',
    parts: [
      text(
        'A transparent proxy or WPAD (by DHCP or DNS) needs no setting on the server. Antivirus can be given a PAC file of its own; the MDE sensor and ProxyUrl of the MDI sensor take a fixed proxy only. The legacy method of MDI knows PAC files and WPAD too.',
      ),
      text(
        'A PAC file is code: which proxy it names for an address is known only by asking Windows. Where it cannot be asked, the result is "Not tested" and never a guess.',
      ),
    ],
    sources: ['mde-configure-proxy', 'wininet-per-user'],
  },
  {
    id: 'bypass',
    group: 'network',
    title: 'Exceptions (bypass lists)',
    parts: [
      list(
        'WinHTTP: separated by semicolons. * stands for any characters, <local> for names without a dot. 10.* compares the text that was asked for, not the address behind a name.',
        'Antivirus: ProxyBypass only takes destinations away from the antivirus proxy. By policy one entry, by Set-MpPreference several.',
        'ProxyUrl of the MDI sensor and TelemetryProxyServer have no exceptions.',
      ),
      text(
        'On a domain controller, its own domain belongs in the exceptions of WinHTTP: otherwise internal traffic may be sent to the proxy.',
      ),
    ],
    sources: ['winhttp-default-proxy'],
  },
  {
    id: 'sign-in',
    group: 'network',
    title: 'Proxies that want a sign-in',
    parts: [
      text(
        'Defender for Endpoint and Antivirus run in system context and cannot sign in. The best way for all three products: the proxy lets the listed hosts through without sign-in and without TLS inspection.',
      ),
      text(
        'Only the MDI sensor 2 can sign in, with the user and password in its own configuration. This program takes the password in the window or at the console, encrypts it at once for the certificate of the sensor, and keeps nothing else of it. By hand, in PowerShell with the module DefenderForIdentity, which asks for the password:',
      ),
      commands(example.signIn),
      text(
        'A proxy that refuses with 401 or 403 instead of 407 makes the MDI installer speak of "licensing issues", which is misleading.',
      ),
    ],
    sources: ['mdi-configure-proxy', 'mdi-known-issues'],
  },
  {
    id: 'revocation',
    group: 'network',
    title: 'Revocation lists, root certificates and Windows Update',
    parts: [
      text(
        'Windows fetches revocation lists (CRL, OCSP), missing roots (CTL, from ctldl.windowsupdate.com) and updates by WinHTTP, never by the proxies of the products. A server on which only those lead out connects, but antivirus fails with 0x80072F8F, and a root that is missing stays missing.',
      ),
      list(
        'Best: a WinHTTP proxy that lets these addresses through.',
        'Or: distribute revocation and trust lists internally.',
        'Last: PreferStaticProxyForHttpRequest = 1 for MDE, and SSLOptions = 2 for Antivirus.',
      ),
    ],
    sources: ['mde-configure-proxy', 'mdav-network-connections'],
  },
  {
    id: 'tls-inspection',
    group: 'network',
    title: 'Why TLS inspection breaks the connection',
    parts: [
      text(
        'The MDI sensor and its service identify one another by certificates, and the connections of MDE and Antivirus are pinned. A device that opens TLS on the way breaks all three, so inspection and interception are not supported. The hosts have to be exempted from it, on the proxy and on every firewall behind it.',
      ),
      text(
        'The test shows every certificate as it was sent. A genuine chain of the sensor API ends in DigiCert Global Root G2 or a Microsoft root, by CAs of Microsoft, in a certificate for *.atp.azure.com. Do not compare with one exact issuing CA: Microsoft Azure TLS Issuing CA 01, which older instructions show, expired in June 2024.',
      ),
      text(
        'The request to the proxy team that the test offers names the hosts and the CA that was seen. A certificate error without inspection is often a missing root; see "root missing" below Results.',
      ),
    ],
    sources: ['mdi-configure-proxy', 'mde-configure-proxy'],
  },
  {
    id: 'answer-503',
    group: 'network',
    title: 'Is 503 good or bad? And 200?',
    parts: [
      text(
        'It depends on who answered. This program asks the sensor API for /tri/sensor/api/ping, and healthy is 200 with "Ok" or a version number. Older instructions ask for the root of the host and take "503 The service is unavailable" for the desired result; that is still right when the service itself says so.',
      ),
      list(
        '503 after TLS with a trusted, unbroken chain and the right host name: the service answered. A success for MDI.',
        '503 as the answer to CONNECT: the proxy answered, the service was never reached. A failure.',
        '503 after TLS with a CA of your own organisation or of a vendor: TLS inspection. A failure.',
        '503 in clear HTTP: a portal or an error page. A failure.',
        '200 with a page of HTML: a block page or a portal. A failure.',
      ),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'test-by-hand',
    group: 'network',
    title: 'Test the connection of MDI by hand',
    parts: [
      text(
        'Before the sensor is installed, or when it has trouble afterwards. The wizard does all of this by "Test"; by hand it goes like this:',
      ),
      steps(
        'Open a browser that uses the proxy of the sensor. Where that is set for Local System, open a session as Local System (for example with PsExec) and start the browser from there.',
        `Go to https://${example.workspaceHost}, with your own workspace name. It has to be https, not http.`,
        'Expect "Error 503 The service is unavailable", or at /tri/sensor/api/ping the answer 200. Both mean that the way is open.',
        'For any other answer check the network and the proxy. For a certificate error check the root certificates first.',
      ),
      text(
        'A browser runs under another account and with other settings than the services, so it proves less than the test here. In the console:',
      ),
      commands(
        `defender-proxy probe ${example.workspaceHost} --path /tri/sensor/api/ping --proxy ${example.telemetry}`,
        'defender-proxy verify --as-services',
      ),
    ],
    sources: ['mdi-configure-proxy', 'mdi-known-issues'],
  },
  {
    id: 'mdi-addresses',
    group: 'network',
    title: 'What the proxy has to let through for MDI',
    parts: [
      text(
        `Port 443 to the sensor API of the workspace: <workspace>sensorapi.atp.azure.com, for example ${example.workspaceHost}. Clouds of US Government have other suffixes; choose the cloud in the settings. The name leads to the right region by itself.`,
      ),
      text(
        'The addresses behind the name may change. Where a firewall or proxy goes by addresses, compare them regularly, or use the service tag.',
      ),
      text('The whole list for all products, as files for the proxy team:'),
      commands('defender-proxy export --plan plan.json --to allow-list --out allow-list'),
      text('The catalogue that everything is tested by, for a network with addresses of its own:'),
      commands('defender-proxy endpoints > endpoints.json', 'defender-proxy verify --endpoints endpoints.json'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'service-tags',
    group: 'network',
    title: 'Service tags of Azure',
    parts: [
      text(
        'Instead of names a firewall may allow the address ranges of the service tag AzureAdvancedThreatProtection (MDI) or MicrosoftDefenderForEndpoint (MDE), of the file "Azure IP Ranges and Service Tags - Public Cloud" that Microsoft publishes every week.',
      ),
      text(
        'This program compares the addresses that it reaches with such a file when it is given one: "Which addresses are tested" on the page of the tests, or in the console:',
      ),
      commands('defender-proxy verify --service-tags ServiceTags_Public.json'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'dns-record',
    group: 'network',
    title: 'A DNS record of its own for the proxy',
    parts: [
      text(
        'Give the proxy a name of its own (an A record, such as defender-proxy.contoso.com) and enter this name everywhere. When the proxy moves, only the record changes, and no server has to be touched. To look at it:',
      ),
      commands('Resolve-DnsName defender-proxy.contoso.com'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'hosts-file',
    group: 'network',
    title: 'Try another proxy with the hosts file',
    parts: [
      text('For a test on one server, before the DNS record is changed for all:'),
      steps(
        'Open %SystemRoot%\\System32\\drivers\\etc\\hosts as administrator and add a line with the new address and the name of the proxy, such as "10.0.0.7 defender-proxy.contoso.com".',
        'Run ipconfig /flushdns, then test here.',
        'Take the line out again. A line that is forgotten there is found only by a test that fails one day.',
      ),
      text('Never put the hosts of the services there: their addresses change.'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'dotnet-tls',
    group: 'network',
    title: 'TLS 1.2 of the MDI sensor and of Windows',
    parts: [
      text(
        'The MDI sensor runs on .NET. Where its log says "ApplyInternal failed two way SSL connection to service" and nothing inspects TLS, set the four .NET values; the settings offer it under "Rarely needed". TLS 1.2 must not be turned off for clients in SCHANNEL or WinHTTP.',
      ),
    ],
    sources: ['mdi-known-issues'],
  },
];
