/** What the frame of the window says outside the page: its title, its menu and the questions of the system. */
export const windowText = {
  title: { app: 'Defender Proxy Wizard', lab: 'LAB', unsigned: 'unsigned build' },
  menu: {
    file: '&File',
    history: '&History…',
    runsFolder: 'Open the folder of the &records',
    exit: 'E&xit',
    edit: '&Edit',
    cut: 'Cu&t',
    copy: '&Copy',
    paste: '&Paste',
    selectAll: 'Select &all',
    view: '&View',
    larger: '&Larger',
    smaller: '&Smaller',
    usual: '&Usual size',
    appearance: '&Appearance',
    appearances: { system: 'As &Windows', light: '&Light', dark: '&Dark' },
    fullScreen: '&Full screen',
    help: '&Help',
    helpPages: '&Help',
    about: '&About Defender Proxy Wizard',
  },
  noFolder: (folder: string) =>
    `The program's own folder cannot be used: ${folder}. Make it a folder that you may write to, or name another with --user-data-dir.`,
  broken: (fault: string) =>
    `The wizard met a fault of its own and cannot go on (${fault}). Start it again. A change that was being made goes on by itself and is written down; History shows it.`,
  /** Asked before the window closes while something runs with rights. */
  closing: {
    change: {
      message: 'Changes are being made to this server.',
      detail:
        'They go on and are written down if this window closes, but it no longer shows how they end. History shows that at the next start.',
    },
    tests: {
      message: 'Tests are running as the accounts of the services.',
      detail:
        'They go on to their end if this window closes, but their results are lost. No setting is changed by them.',
    },
    look: {
      message: 'This server is being read with administrator rights.',
      detail: 'If this window closes, what is found is lost. No setting is changed by that.',
    },
    keepOpen: 'Keep open',
    closeAnyway: 'Close anyway',
  },
  ticketFile: 'Choose the ticket.json of this server',
  profileFile: 'Choose the profile',
  ticketFolder: { title: 'Choose the folder for the change ticket', button: 'Save here' },
  exportFolder: { title: 'Choose the folder for the files', button: 'Save here' },
} as const;
