/** What the frame of the window says outside the page: its menu and the questions of the system. */
export const windowText = {
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
    fullScreen: '&Full screen',
    help: '&Help',
    helpPages: '&Help',
    about: '&About Defender Proxy Wizard',
  },
  ticketFolder: { title: 'Choose the folder for the change ticket', button: 'Save here' },
  exportFolder: { title: 'Choose the folder for the files', button: 'Save here' },
} as const;
