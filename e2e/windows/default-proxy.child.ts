import { defaultProxy } from '../../electron/machine/windows/winhttp-default.ts';

/** Says what WinHTTP gives a process that knows nothing of ours. */
process.stdout.write(JSON.stringify(defaultProxy()));
