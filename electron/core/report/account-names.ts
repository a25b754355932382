import { type Hide, numbered, replaceAll, type StandIn, wholeName } from './stand-in.ts';
import type { TicketText } from './ticket-texts.ts';

/** Accounts that every Windows has say nothing about anybody, and stay. */
const builtIn = /^(?:NT AUTHORITY|NT SERVICE|BUILTIN|IIS APPPOOL|Window Manager)\\/i;
const userFields: ReadonlySet<string> = new Set(['who', 'userName', 'user', 'requester', 'approver']);
const userFolder = /(\\Users\\)(?!account-\d)([^\\/:*?"<>|]+)/gi;

/**
 * Replaces the names of people's and service accounts, with and without their domain, and in `C:\Users\…`. The names
 * are taken from the fields that hold one.
 */
export function hideAccountNames(texts: readonly TicketText[]): Hide {
  const alias = numbered('account');
  const names = texts
    .filter(({ path }) => userFields.has(path.at(-1) ?? ''))
    .map(({ text }) => text)
    .filter((name) => name !== '' && !/^\*+$/.test(name) && !builtIn.test(name));
  const standIns = [...new Set(names)].flatMap((name): StandIn[] => {
    const bare = bareName(name);
    const whole: StandIn = [wholeName(name), alias(name)];
    // Shorter names would be found inside of ordinary words.
    return bare === name || bare.length < 3 ? [whole] : [whole, [wholeName(bare), alias(name)]];
  });
  return (text) =>
    replaceAll(text, standIns).replace(userFolder, (_, head: string, name: string) => head + alias(name));
}

/** `CONTOSO\admin` and `admin@contoso.com` without their domain. */
function bareName(name: string): string {
  const afterDomain = name.slice(name.lastIndexOf('\\') + 1);
  const [user = afterDomain] = afterDomain.split('@');
  return user;
}
