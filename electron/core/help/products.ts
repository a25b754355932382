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
        'There is no common proxy setting. Each service looks at its own places in its own order, and one host and port has to be written in a different form for each. Which place decides on this server is on the page "This server".',
      ),
      list(
        'MDI sensor 2 (AATPSensor, AATPSensorUpdater): its own ProxyUrl, then the WinINET setting of its account, then direct. WinHTTP has no effect on it.',
        'MDI sensor 3: no setting of its own; it uses the connection of Defender for Endpoint.',
        'MDE sensor (Sense): WinHTTP, automatic discovery, direct, or TelemetryProxyServer. Which of WinHTTP and TelemetryProxyServer it uses when both work is not documented, so both should name the same proxy.',
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
      text('A transparent proxy or WPAD needs no setting on the server.'),
    ],
    sources: ['mde-configure-proxy', 'mdi-configure-proxy'],
  },
  {
    id: 'mdi-install',
    group: 'products',
    title: 'MDI sensor 2: give the proxy while it is installed',
    parts: [
      text('Microsoft recommends setting the proxy during the installation, with switches of the installer.'),
      commands(example.install),
      list(
        'ProxyUrl: address and port of the proxy, with its scheme. Not mandatory for a silent installation.',
        'ProxyUserName: only where the proxy wants a sign-in, as DOMAIN\\user. Not mandatory.',
        'ProxyUserPassword: the password of that user. The sensor stores it encrypted on the server. Not mandatory.',
        '/quiet: without questions. /help: shows the switches.',
      ),
      text(
        'Do not type a password on a command line: the log of started processes keeps it. Let the proxy pass the MDI hosts without sign-in while the sensor is installed, and set the sign-in afterwards; see "Proxies that want a sign-in".',
      ),
      text(
        'AccessKeyFile names a text file with the access key of the workspace; delete it afterwards. In PowerShell the call begins with a dot and a backslash, as shown. The server may restart by itself.',
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
        'Older instructions say that a proxy given at installation is changed only by removing and installing the sensor. That is no longer so: the sensor keeps it in SensorConfiguration.json, beside its program in the folder of the running version. A very old sensor may still have to be reinstalled.',
      ),
      text('What this program does, in this order, with a copy of the file kept so that it can be put back:'),
      steps(
        'It stops AATPSensorUpdater, and with it AATPSensor.',
        'It changes the proxy part of SensorConfiguration.json. Everything else in the file stays as it is, in its order.',
        'It reads the file back, starts AATPSensorUpdater, and the updater starts the sensor.',
      ),
      text('The same at an elevated command prompt, and to take the proxy away:'),
      commands(...example.setSensor, ...example.clearSensor),
      text(
        'A record of its own in DNS (an A record) for the proxy makes a later move possible without touching the sensors.',
      ),
    ],
    sources: ['mdi-configure-proxy'],
  },
  {
    id: 'mdi-legacy',
    group: 'products',
    title: 'MDI sensor 2: the legacy method (WinINET, registry)',
    parts: [
      text(
        'Without a ProxyUrl the sensor takes the WinINET settings of the account that each of its services runs as: Local Service (S-1-5-19) for AATPSensor, Local System (S-1-5-18) for AATPSensorUpdater. Both have to be set. One alone gives a sensor that runs but is never updated, or one that is updated but stays disconnected.',
      ),
      text(
        'What was set up by this method is to be changed by the same method. The settings offer it as "Update them where they are", or the move to the setting of the sensor itself.',
      ),
      text(
        'The value is DefaultConnectionSettings below Internet Settings\\Connections of the account; it is a value, although published instructions write it like a key. SavedLegacySettings is kept the same. Everything else that runs under these accounts uses this proxy too.',
      ),
      commands('bitsadmin /util /getieproxy LOCALSYSTEM', 'bitsadmin /util /getieproxy LOCALSERVICE'),
      text('ProxySettingsPerUser = 0 makes one WinINET setting for the whole machine out of it.'),
    ],
    sources: ['mdi-legacy-proxy', 'wininet-per-user'],
  },
  {
    id: 'mdi-v3',
    group: 'products',
    title: 'MDI sensor 3',
    parts: [
      text(
        'Sensor version 3 is a part of Defender for Endpoint. It has no proxy of its own and cannot sign in to one; its plan is the plan of Defender for Endpoint and Antivirus. It needs a device that is onboarded with streamlined connectivity, and it must not be on a server together with version 2.',
      ),
      text(
        'Set-MDISensorProxyConfiguration writes TelemetryProxyServer and the antivirus ProxyServer for it, but not DisableEnterpriseAuthProxy; this program writes all three.',
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
        'For a device that is not let out directly. Both values belong together. TelemetryProxyServer is host and port: no scheme, no slash, no user.',
      ),
      commands(example.setTelemetry, example.noUserProxy),
      text('The same by Group Policy, below Computer Configuration > Policies > Administrative Templates:'),
      steps(
        `${dataCollection} > Configure Authenticated Proxy usage for the Connected User Experience and Telemetry service: Enabled, and select Disable Authenticated Proxy usage.`,
        `${dataCollection} > Configure Connected User Experiences and Telemetry: Enabled, and enter ${example.telemetry}.`,
      ),
      text(
        'The sensor reads only this place, so delivery by MDM is not supported. It runs as Local System and cannot sign in to a proxy. Devices with IPv6 only are not supported, unless the network has DNS64 and NAT64. Keep Windows up to date; the sensor depends on it.',
      ),
      text(
        'The proxy has to be an ordinary forward proxy, not a Log Analytics gateway. If it fails, the telemetry service goes on by the default route of Windows, so a test has to look at the path and not only at the answer.',
      ),
      text(
        'Where forward proxies lead to the internet, network protection of Defender for Endpoint can show the connections behind the proxy.',
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
        'Where Windows itself reaches neither revocation lists nor Windows Update, and only TelemetryProxyServer leads out, this value is required too:',
      ),
      commands(example.preferStatic),
      text(
        'It works with MsSense.exe 10.8210 and later, and in the branch 10.8049. Between them it is not known for sure; before, it has no effect. The better way is a WinHTTP proxy that lets revocation lists through.',
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
        'Windows 7, 8.1, Server 2008 R2, and servers that were not moved to the unified agent report through the Microsoft Monitoring Agent, also called Log Analytics agent. It has a proxy of its own, or uses that of the system, or a Log Analytics gateway (formerly OMS gateway) as its proxy. TelemetryProxyServer and PreferStaticProxyForHttpRequest do not apply to it.',
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
        'For cloud protection, which custom indicators and EDR in block mode need too. The value has its scheme, http:// or https://; a text without one works on some versions only. For https:// keep the antivirus platform up to date.',
      ),
      commands(example.setMdav),
      text('The same by Group Policy, or in PowerShell as a preference, which has no effect while a policy is set:'),
      steps(
        `Open ${antivirus} > Define proxy server for connecting to the network, below Administrative Templates.`,
        `Set it to Enabled and enter ${example.mdav}.`,
        'The policy sets ProxyServer (REG_SZ) below HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender.',
      ),
      commands(`Set-MpPreference -ProxyServer '${example.mdav}'`),
      text(
        'ProxyPacUrl gives a PAC file instead (policy "Define proxy auto-config (.pac) for connecting to the network"), ProxyBypass names what is reached without the proxy (policy "Define addresses to bypass proxy server"). For several exceptions use Set-MpPreference -ProxyBypass; how the policy separates them is not documented.',
      ),
      text(
        'A proxy that fails does not stop antivirus: it goes on to the next step of its order. It also remembers the last proxy that worked, so an old one may stay in use for a while. The connection must not be opened by TLS inspection.',
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
        'Updates from Windows Update or Microsoft Update. They use the system-wide proxy, or the internal source of the configured fallback order.',
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
        'Where Windows reaches neither revocation lists nor Windows Update and antivirus has a fixed proxy, SSLOptions = 2 is required. It turns the revocation check of cloud protection off, so it lowers security, and this program sets it only when that is answered. The better way is a WinHTTP proxy that lets revocation lists through.',
      ),
      commands(example.sslOptions),
      list(
        '3, or not set: pinning and revocation check on.',
        '2: no revocation check.',
        '1: no pinning. 0: neither. This program sets neither of them.',
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
        'It applies to every program and service that uses WinHTTP with the default proxy: MDE by default, certificate revocation, Windows Update. It is independent of the WinINET settings of browsers, and there is no policy for it. Try it on one server first. Microsoft recommends it for computers in a stable network only.',
      ),
      steps(
        'Open an elevated command prompt: type cmd in Start, right-click Command Prompt, choose Run as administrator.',
        'Set the proxy, on a domain controller with exceptions for its own domain.',
        'Look at what is set. Reset it when it is no longer wanted.',
      ),
      commands(example.setWinHttp, 'netsh winhttp show proxy', example.resetWinHttp),
      text(
        'This program sets it by the interface of Windows (WinHttpSetDefaultProxyConfiguration), and gives the copy for 32-bit programs the same bytes where that copy exists or is asked for.',
      ),
    ],
    sources: ['winhttp-default-proxy', 'mde-configure-proxy'],
  },
];
