import { example } from './examples.ts';
import { commands, type HelpTopic, list, steps, text } from './topic.ts';

const dataCollection = 'Windows Components > Data Collection and Preview Builds';
const antivirus = 'Windows Components > Microsoft Defender Antivirus';

/** What each product reads, how it is set, and what one setting does not cover. */
export const productTopics: readonly HelpTopic[] = [
  {
    id: 'which-proxy',
    group: 'products',
    title: 'Which proxy does each service use?',
    parts: [
      text(
        'There is no common proxy setting. Each service looks at its own places in its own order, and each place wants the same proxy in a different form. The page "This server" shows which place decides here.',
      ),
      list(
        'MDI sensor 2 (AATPSensor, AATPSensorUpdater): its own ProxyUrl, then the WinINET setting of its account, then direct. WinHTTP has no effect on it.',
        'MDI sensor 3: no setting of its own; it uses the connection of Defender for Endpoint.',
        'MDE sensor (Sense): WinHTTP or TelemetryProxyServer, and without these automatic discovery or direct. Which of the two it uses when both work is not documented, so give both the same proxy.',
        'MDE telemetry (DiagTrack): TelemetryProxyServer, then the default route of Windows.',
        'Antivirus cloud protection: ProxyServer, then ProxyPacUrl, then direct, then the WinINET settings, then automatic discovery.',
        'Certificate revocation, root updates and Windows Update: WinHTTP, automatic discovery or direct. The proxies of the products never apply to them.',
      ),
      list(
        `Defender for Identity, ProxyUrl: ${example.mdiUrl}`,
        `Defender for Endpoint, TelemetryProxyServer: ${example.telemetry} (no scheme)`,
        `Defender Antivirus, ProxyServer: ${example.mdav} (with scheme)`,
        `WinHTTP: ${example.telemetry}`,
      ),
      text('A transparent proxy or automatic discovery (WPAD) needs no setting on the server.'),
    ],
    sources: ['mde-configure-proxy', 'mdi-configure-proxy'],
  },
  {
    id: 'mdi-install',
    group: 'products',
    title: 'MDI sensor 2: set the proxy during installation',
    parts: [
      text('Microsoft recommends setting the proxy with the switches of the installer:'),
      commands(example.install),
      list(
        'ProxyUrl: address and port of the proxy, with its scheme. Optional.',
        'ProxyUserName: the user, as DOMAIN\\user. Only where the proxy wants a sign-in.',
        'ProxyUserPassword: the password of that user. The sensor stores it encrypted on the server.',
        '/quiet: installs without questions. /help: shows the switches.',
      ),
      text(
        'Do not type a password on a command line: Windows may log it. Have the proxy let the MDI hosts through without a sign-in during the installation, and set the sign-in afterwards. See "Proxies that want a sign-in".',
      ),
      text(
        'AccessKeyFile names a text file with the access key of the workspace. Delete this file afterwards. In PowerShell the command begins with a dot and a backslash, as shown. The server may restart by itself.',
      ),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'mdi-change',
    group: 'products',
    title: 'MDI sensor 2: change the proxy of an installed sensor',
    parts: [
      text(
        'Older instructions say that the proxy can be changed only by removing and installing the sensor. That is no longer so. The sensor keeps its proxy in SensorConfiguration.json, in the folder of the running version. A very old sensor may still have to be reinstalled.',
      ),
      text('What this program does, in this order. It keeps a copy of the file, so that it can be put back:'),
      steps(
        'It stops AATPSensorUpdater, and with it AATPSensor.',
        'It changes the proxy part of SensorConfiguration.json. Everything else in the file stays as it is.',
        'It reads the file back, starts AATPSensorUpdater, and the updater starts the sensor.',
      ),
      text('By hand, at an elevated command prompt. To set the proxy:'),
      commands(...example.setSensor),
      text('To remove it:'),
      commands(...example.clearSensor),
      text('Give the proxy a DNS name of its own (an A record). When the proxy moves, no sensor has to be touched.'),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'mdi-legacy',
    group: 'products',
    title: 'MDI sensor 2: the legacy method (WinINET, registry)',
    parts: [
      text(
        'Without a ProxyUrl, each service of the sensor uses the WinINET settings of its account: AATPSensor those of Local Service (S-1-5-19), AATPSensorUpdater those of Local System (S-1-5-18). Set both. With Local Service alone the sensor runs but is never updated; with Local System alone it is updated but stays disconnected.',
      ),
      text(
        'What was set up by this method is to be changed by the same method: "Update them where they are" on the page "Settings". The other choice there is to move to the setting of the sensor itself.',
      ),
      text(
        'The setting is DefaultConnectionSettings below Internet Settings\\Connections of the account. It is a value, although published instructions write it like a key. This program keeps SavedLegacySettings in step with it. Everything else that runs under these accounts and uses WinINET gets this proxy too. To look at it:',
      ),
      commands('bitsadmin /util /getieproxy LOCALSYSTEM', 'bitsadmin /util /getieproxy LOCALSERVICE'),
      text(
        'With the policy value ProxySettingsPerUser = 0 there is one WinINET setting for the whole machine, and not one for each account.',
      ),
    ],
    sources: ['mdi-legacy-proxy', 'wininet-per-user'],
  },
  {
    id: 'mdi-v3',
    group: 'products',
    title: 'MDI sensor 3',
    parts: [
      text(
        'Sensor version 3 is a part of Defender for Endpoint. It has no proxy setting of its own and cannot sign in to a proxy: it uses what is set for Defender for Endpoint and Antivirus. The server has to be onboarded with streamlined connectivity. Versions 2 and 3 must not be on one server.',
      ),
      text(
        'Set-MDISensorProxyConfiguration writes TelemetryProxyServer and the antivirus ProxyServer for it, but not DisableEnterpriseAuthProxy. This program writes all three.',
      ),
    ],
    sources: ['mdi-sensor-v3'],
  },
  {
    id: 'mde-static',
    group: 'products',
    title: 'MDE: the fixed (static) proxy, TelemetryProxyServer',
    parts: [
      text(
        'For a server that is not let out directly. Set both values. TelemetryProxyServer is host and port: no scheme, no slash, no space, no user.',
      ),
      commands(example.setTelemetry, example.noUserProxy),
      text('The same by Group Policy, below Computer Configuration > Policies > Administrative Templates:'),
      steps(
        `${dataCollection} > Configure Authenticated Proxy usage for the Connected User Experience and Telemetry service: Enabled, and select Disable Authenticated Proxy usage.`,
        `${dataCollection} > Configure Connected User Experiences and Telemetry: Enabled, and enter ${example.telemetry}.`,
      ),
      text(
        'The sensor reads only the policy key in the registry, so delivery by MDM is not supported. It runs as Local System and cannot sign in to a proxy. Devices with IPv6 only are not supported, unless the network has DNS64 and NAT64. Keep Windows up to date: the sensor depends on it.',
      ),
      text(
        'The proxy has to be an ordinary forward proxy, not a Log Analytics gateway. If it fails, the telemetry service goes on by the default route of Windows. So an answer alone proves nothing: look at the path too.',
      ),
      text(
        'Behind a forward proxy, network protection of Defender for Endpoint can still show which hosts were connected to.',
      ),
    ],
    sources: ['mde-configure-proxy'],
  },
  {
    id: 'mde-offline',
    group: 'products',
    title: 'MDE without a way to revocation lists: PreferStaticProxyForHttpRequest',
    parts: [
      text(
        'Needed where Windows itself reaches neither revocation lists nor Windows Update, and only TelemetryProxyServer leads out:',
      ),
      commands(example.preferStatic),
      text(
        'It works with MsSense.exe 10.8210 and later, and with 10.8049. For versions between these two it is not documented; older ones ignore it. The better way is a WinHTTP proxy that lets revocation lists through.',
      ),
    ],
    sources: ['mde-configure-proxy'],
  },
  {
    id: 'mde-older',
    group: 'products',
    title: 'MDE on older Windows: Log Analytics agent (MMA)',
    parts: [
      text(
        'Windows 7, 8.1, Server 2008 R2, and newer servers without the unified agent (2012 R2, 2016) report through the Microsoft Monitoring Agent, also called Log Analytics agent. It has a proxy setting of its own; without one it uses the proxy of the system. Its proxy may be a Log Analytics gateway (formerly OMS gateway). TelemetryProxyServer and PreferStaticProxyForHttpRequest do not apply to it.',
      ),
      text('This program shows such an agent and does not change it. Its own test:'),
      commands('"%ProgramFiles%\\Microsoft Monitoring Agent\\Agent\\TestCloudConnection.exe"'),
    ],
    sources: ['mde-configure-proxy'],
  },
  {
    id: 'mdav-static',
    group: 'products',
    title: 'Defender Antivirus: the fixed (static) proxy, ProxyServer',
    parts: [
      text(
        'For cloud protection, on which custom indicators and EDR in block mode depend. The value needs a scheme, http:// or https://: without one it works on some versions only. For https:// keep the antivirus platform up to date.',
      ),
      commands(example.setMdav),
      text('The same by Group Policy:'),
      steps(
        `Open ${antivirus} > Define proxy server for connecting to the network, below Administrative Templates.`,
        `Set it to Enabled and enter ${example.mdav}.`,
        'The policy sets ProxyServer (REG_SZ) below HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender.',
      ),
      text('Or as a preference in PowerShell. It has no effect while the policy is set:'),
      commands(`Set-MpPreference -ProxyServer '${example.mdav}'`),
      text(
        'For a PAC file instead: ProxyPacUrl (policy "Define proxy auto-config (.pac) for connecting to the network"). For exceptions: ProxyBypass (policy "Define addresses to bypass proxy server"). How the policy separates several exceptions is not documented; for more than one use Set-MpPreference -ProxyBypass.',
      ),
      text(
        'If the proxy fails, Antivirus goes on to the next step of its order. It also remembers the last proxy that worked, so an old one may stay in use for a while. Exempt its hosts from TLS inspection.',
      ),
    ],
    sources: ['mde-configure-proxy', 'mdav-network-connections'],
  },
  {
    id: 'mdav-not-covered',
    group: 'products',
    title: 'Defender Antivirus: what its fixed (static) proxy does not cover',
    parts: [
      list(
        'Updates from Windows Update or Microsoft Update. They use the system-wide proxy, or an internal source of the configured fallback order.',
        'Revocation lists and root certificates of the cloud connection. Windows fetches them by WinHTTP.',
        'The sensor of Defender for Endpoint (EDR). Its proxy is set independently.',
      ),
      text('To check cloud protection end to end, as administrator:'),
      commands('"%ProgramFiles%\\Windows Defender\\MpCmdRun.exe" -ValidateMapsConnection'),
    ],
    sources: ['mde-configure-proxy', 'mdav-network-connections'],
  },
  {
    id: 'mdav-offline',
    group: 'products',
    title: 'Defender Antivirus without a way to revocation lists: SSLOptions',
    parts: [
      text(
        'Needed where Antivirus has a fixed proxy and Windows itself reaches neither revocation lists nor Windows Update: SSLOptions = 2. It turns off the revocation check of cloud protection, which lowers security. This program sets it only when you say that there is no other way. The better way is a WinHTTP proxy that lets revocation lists through.',
      ),
      commands(example.sslOptions),
      list(
        '3, or not set: pinning and revocation check on.',
        '2: no revocation check.',
        '1: no pinning. 0: no pinning and no revocation check. This program never sets 0 or 1.',
      ),
    ],
    sources: ['mde-configure-proxy', 'mdav-network-connections'],
  },
  {
    id: 'winhttp',
    group: 'products',
    title: 'The WinHTTP proxy of the machine (netsh)',
    parts: [
      text(
        'It applies to every program and service that uses WinHTTP with the default proxy: MDE by default, certificate revocation, Windows Update. It is independent of the WinINET settings of browsers, and no Group Policy setting exists for it. Microsoft calls it suitable only for desktops in a stable network, always behind the same proxy. Try it on one server first.',
      ),
      steps(
        'Open an elevated command prompt: type cmd in Start, right-click Command Prompt, choose Run as administrator.',
        'Set the proxy. On a domain controller, name its own domain among the exceptions.',
        'Check what is set. To go back to direct access, reset it.',
      ),
      commands(example.setWinHttp, 'netsh winhttp show proxy', example.resetWinHttp),
      text(
        'This program sets it by the interface of Windows (WinHttpSetDefaultProxyConfiguration). Where 32-bit programs have a copy of their own, or you ask for one, the copy gets the same bytes.',
      ),
    ],
    sources: ['winhttp-default-proxy', 'mde-configure-proxy'],
  },
];
