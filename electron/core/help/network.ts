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
        'A transparent proxy or WPAD (by DHCP or DNS) needs no setting on the server. Antivirus can be given a PAC file of its own. TelemetryProxyServer of MDE and ProxyUrl of the MDI sensor take a fixed proxy only. The legacy method of MDI also takes PAC files and WPAD.',
      ),
      text(
        'A PAC file is a script: only Windows can say which proxy it names for an address. Where Windows cannot be asked, the result is "Not tested", never a guess.',
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
        'WinHTTP: separated by semicolons. * stands for any characters, <local> for names without a dot. 10.* matches a host that is called by its IP address, never the address behind a name.',
        'Antivirus: ProxyBypass applies to the antivirus proxy only. By policy write one entry, by Set-MpPreference several.',
        'ProxyUrl of the MDI sensor and TelemetryProxyServer have no exceptions.',
      ),
      text(
        'On a domain controller, list its own domain among the exceptions of WinHTTP. Otherwise internal traffic may be sent to the proxy.',
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
        'Defender for Endpoint and Antivirus run in system context and cannot sign in to a proxy. The best way for all three products: the proxy lets the listed hosts through without a sign-in and without TLS inspection.',
      ),
      text(
        'Only the MDI sensor 2 can sign in, with the user and password in its own configuration. Type the password in the window or at the console: it is encrypted at once for the certificate of the sensor, and kept in no other form. Or by hand, with the PowerShell module DefenderForIdentity, which asks for the password:',
      ),
      commands(example.signIn),
      text(
        'If the proxy refuses with 401 or 403 instead of 407, the MDI installer reports "licensing issues". That is misleading: the proxy is the cause.',
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
        'Windows fetches revocation lists (CRL, OCSP), missing roots (CTL, from ctldl.windowsupdate.com) and updates by WinHTTP, never by the proxies of the products. Where only the proxies of the products lead out, addresses can be reached, but cloud protection of Antivirus fails with 0x80072F8F, and a missing root stays missing.',
      ),
      list(
        'Best: set a WinHTTP proxy that lets these addresses through.',
        'Or: distribute revocation and trust lists internally.',
        'As a last resort: PreferStaticProxyForHttpRequest = 1 for MDE, and SSLOptions = 2 for Antivirus.',
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
        'The MDI sensor and its service identify each other by certificates, and MDE and Antivirus accept certain certificates only (pinning). A device that opens TLS on the way breaks all three, so inspection and interception are not supported. Exempt the hosts, on the proxy and on every firewall behind it.',
      ),
      text(
        'The test shows every certificate as it was sent. A genuine chain of the sensor API runs from a public root of DigiCert or Microsoft (usually DigiCert Global Root G2) over CAs of Microsoft to a certificate for *.atp.azure.com. Do not insist on one issuing CA: Microsoft Azure TLS Issuing CA 01 of older instructions expired in June 2024.',
      ),
      text(
        'The request for the proxy team ("Copy the request" beside the results) names the hosts, and the CA that was seen. A certificate error without inspection is often a missing root: see "Root missing" under "Results and what to do".',
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
        'It depends on who answered. This program asks the sensor API for /tri/sensor/api/ping. Healthy is 200 with "Ok" or a version number. In older instructions "503 The service is unavailable" is the desired result. That is still right, if the service itself says so.',
      ),
      list(
        '503 after TLS, with a complete trusted chain and the right host name: the service answered. A success for MDI.',
        '503 as the answer to CONNECT: the proxy answered, and the service was never reached. A failure.',
        '503 after TLS, with a CA of your own organisation or of a vendor: TLS inspection. A failure.',
        '503 in clear HTTP: a portal or an error page. A failure.',
        '200 with an HTML page: a block page or a portal. A failure.',
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
        'Before the sensor is installed, or when it has trouble connecting. The step "Test" does all of this; by hand it goes like this:',
      ),
      steps(
        'Open a browser that uses the proxy of the sensor. Where that is set for Local System, open a session as Local System (for example with PsExec) and start the browser from there.',
        `Go to https://${example.workspaceHost}, with your own workspace name. It has to be https, not http.`,
        'Expect "Error 503 The service is unavailable", or 200 from /tri/sensor/api/ping. With a genuine certificate both mean that the way is open.',
        'On any other answer, check the network and the proxy. On a certificate error, check the root certificates first.',
      ),
      text(
        'A browser has another account and other settings than the services, so it proves less than the tests of this program. In the console:',
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
        `Port 443 to the sensor API of the workspace: <workspace>sensorapi.atp.azure.com, for example ${example.workspaceHost}. The name leads to the right region by itself. The clouds of US Government have other suffixes: choose the cloud on the page "Settings". Sensor version 3 does not need this address.`,
      ),
      text(
        'The IP addresses behind the name may change. Where a firewall or proxy goes by IP addresses, compare them regularly, or use the service tag.',
      ),
      text('The list for all products, as files for the proxy team:'),
      commands('defender-proxy export --plan plan.json --to allow-list --out allow-list'),
      text('For a network with addresses of its own, change the catalogue that is tested by:'),
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
        'Instead of names, a firewall may allow the IP ranges of a service tag: AzureAdvancedThreatProtection for MDI, MicrosoftDefenderForEndpoint and OneDsCollector for MDE with streamlined connectivity. Microsoft publishes them every week in the file "Azure IP Ranges and Service Tags - Public Cloud".',
      ),
      text(
        'Given that file, this program compares the addresses that it reaches with the tag: "Which addresses are tested" on the page "Test", or in the console:',
      ),
      commands('defender-proxy verify --service-tags ServiceTags_Public.json'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'dns-record',
    group: 'network',
    title: 'A DNS name of its own for the proxy',
    parts: [
      text(
        'Give the proxy a name of its own (an A record, such as defender-proxy.contoso.com) and enter this name everywhere. When the proxy moves, only the record changes, and no server has to be touched. To check the record:',
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
        'Run ipconfig /flushdns, then test with this program.',
        'Take the line out again. A forgotten line keeps this server on the old address when the record changes.',
      ),
      text('Never put the hosts of Microsoft there: their addresses change.'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'dotnet-tls',
    group: 'network',
    title: 'TLS 1.2 of the MDI sensor and of Windows',
    parts: [
      text(
        'The MDI sensor runs on .NET. If its log says "ApplyInternal failed two way SSL connection to service" and nothing inspects TLS, set the four .NET values: under "Rarely needed" on the page "Settings". TLS 1.2 must not be turned off for clients in SCHANNEL or WinHTTP.',
      ),
    ],
    sources: ['mdi-known-issues'],
  },
];
