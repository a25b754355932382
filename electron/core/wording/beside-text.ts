import type { EnvironmentProxy } from '../plan/environment-proxies.ts';
import type { Intent } from '../plan/intent.ts';
import type { OtherAgents } from '../plan/other-agents.ts';
import { entryOf } from '../settings/catalogue.ts';
import { readable } from '../settings/readable.ts';
import { type BesideText, otherAgentTexts } from './other-agents-text.ts';
import { powerShellText } from './shell-quoting.ts';

/** What stands at the head of the list; all of it is left as it is. */
export const besideNote =
  'These have a proxy of their own. This program shows it, does not judge it and does not change it.';

/** What is there beside Defender that has a proxy of its own: agents, and the proxy variables of the machine. */
export interface Beside {
  readonly otherAgents: OtherAgents;
  readonly environment: readonly EnvironmentProxy[];
}

/** Stands in commands where no proxy was chosen. */
const placeholder = 'HOST:PORT';

/** One text for each, with the commands to look it up and to change it by hand; none of them holds a credential. */
export function besideTexts({ otherAgents, environment }: Beside, intent: Intent | null): readonly BesideText[] {
  const url = `http://${(intent && chosenProxy(intent)) ?? placeholder}`;
  const variables = environment.length === 0 ? [] : [environmentText(environment, url)];
  return [...otherAgentTexts(otherAgents, url), ...variables];
}

function environmentText(environment: readonly EnvironmentProxy[], url: string): BesideText {
  const named = environment.map(({ value, text }) => ({ name: entryOf(value).name, text }));
  const said = named.map(({ name, text }) =>
    text === null ? `${name} could not be read.` : `${name}: ${readable(text)}.`,
  );
  const change = (name: string, to: string) =>
    `[Environment]::SetEnvironmentVariable(${powerShellText(name)}, ${powerShellText(to)}, 'Machine')`;
  return {
    id: 'environment',
    name: 'Proxy variables of the machine',
    text: `${said.join(' ')} The Azure Arc agent goes by them; on Windows Server 2016 parts of Defender for Endpoint may as well (unverified).`,
    commands: {
      shell: 'PowerShell',
      show: named.map(({ name }) => `[Environment]::GetEnvironmentVariable(${powerShellText(name)}, 'Machine')`),
      // NO_PROXY names what goes around a proxy, so a proxy is not what belongs there.
      set: named.filter(({ name }) => name !== 'NO_PROXY').map(({ name }) => change(name, url)),
      clear: named.map(({ name }) => change(name, '')),
    },
  };
}

/** The fixed proxy that was asked for; where there are several, that of Windows, which is for all. */
function chosenProxy({ winhttp, mde, mdav, mdi }: Intent): string | null {
  const routes = [winhttp?.route, mde?.route, mdav?.route, mdi?.route];
  const fixed = routes.find((route) => route?.kind === 'static');
  return fixed?.kind === 'static' ? fixed.proxy : null;
}
