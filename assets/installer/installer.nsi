; The installer. scripts/dist-installer.mjs compiles it and defines:
;   VERSION    the version, as 1.2.3           OUTPUT   the installer to make
;   FILES      the list of files, generated     SIZE     what they take on the disk, in KiB
;   LICENSE    the license text                 ICON     the icon
;   MARK       " (unsigned build)" or nothing   TARGET   amd64-unicode, or x86-unicode where makensis knows no other
;   COMPRESSOR lzma, zlib, bzip2 or none
;   SIGN       the command that signs a file, where there is a certificate
;
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 the program runs, 4 a newer version is installed, 5 not for this Windows,
; 6 no room, 7 done but for the PATH (installing) or the records (uninstalling).

Target "${TARGET}"
; Not solid: that would unpack everything into a temporary file first.
!if "${COMPRESSOR}" == "none"
  SetCompress off
!else
  SetCompressor "${COMPRESSOR}"
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel admin
; A file that cannot be written ends the installation; the default would leave it out of a silent one.
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include "${FILES}"

!define PRODUCT "Defender Proxy Wizard"
!define PUBLISHER "The ${PRODUCT} authors"
!define WIZARD "${PRODUCT}.exe"
; SECURITY: fixed, and below Program Files, where nobody but administrators can write: what lies there is given rights.
!define PLACE "$PROGRAMFILES64\${PRODUCT}"
!define FOLDER "$INSTDIR\console"
; How electron/machine/windows/task-xml.ts names them.
!define TASKS "DefenderProxyWizard-probe-"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PRODUCT}"

Name "${PRODUCT} ${VERSION}${MARK}"
OutFile "${OUTPUT}"
InstallDir "${PLACE}"
BrandingText "${PRODUCT} ${VERSION}${MARK}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "ProductVersion" "${VERSION}${MARK}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${PRODUCT} Setup${MARK}"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "Copyright (c) 2026 ${PUBLISHER}; MIT license"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
; The wizard is not started from here: it would run with the rights of the installer.
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!insertmacro GetParameters
!insertmacro GetOptions
!insertmacro VersionCompare

!include path-entry.nsh
!insertmacro PathEntryFunctions ""
!insertmacro PathEntryFunctions "un."
!insertmacro AddToPathFunction

; Says why, unless nobody looks, and ends with a code.
!macro Refuse code sentence
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Windows lets nobody write to the file of a program that runs. Nothing is ended: it may be at work on this server.
; Five tries in two seconds, because scanners hold files for a moment.
!macro RefuseWhileRunning file
  ${If} ${FileExists} "${file}"
    StrCpy $1 0
    ${Do}
      ClearErrors
      FileOpen $0 "${file}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${ExitDo}
      ${EndIf}
      IntOp $1 $1 + 1
      ${If} $1 >= 5
        !insertmacro Refuse 3 "${PRODUCT} is running, in this or in another session. Close it and try again.$\n$\n${file}"
      ${EndIf}
      Sleep 400
    ${Loop}
  ${EndIf}
!macroend

!macro RefuseWhileAnyRuns
  !insertmacro RefuseWhileRunning "$INSTDIR\${WIZARD}"
  !insertmacro RefuseWhileRunning "$INSTDIR\console\defender-proxy.exe"
!macroend

Section "${PRODUCT} (required)" SecProgram
  SectionIn RO
  ; A version that was removed a moment ago may still be going.
  ReadRegStr $1 HKLM "${ENTRY}" "DisplayVersion"
  StrCpy $0 0
  ${DoWhile} ${FileExists} "$INSTDIR\Uninstall.exe"
    ${If} $1 != ""
    ${OrIf} $0 >= 20
      ${ExitDo}
    ${EndIf}
    Sleep 250
    IntOp $0 $0 + 1
  ${Loop}
  ; The version that is there knows its own files and takes them away; records, PATH and choices stay.
  ${If} ${FileExists} "$INSTDIR\Uninstall.exe"
    ExecWait '"$INSTDIR\Uninstall.exe" /S /UPGRADE _?=$INSTDIR' $0
    ${If} $0 <> 0
      DetailPrint "The installed version could not be removed (code $0)."
      SetErrorLevel 2
      Abort
    ${EndIf}
  ${EndIf}
  !insertmacro InstallFiles
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  WriteRegStr HKLM "${ENTRY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKLM "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${ENTRY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKLM "${ENTRY}" "Comments" "Proxy of Microsoft Defender for Identity, Endpoint and Antivirus${MARK}"
  WriteRegStr HKLM "${ENTRY}" "DisplayIcon" "$INSTDIR\${WIZARD}"
  WriteRegStr HKLM "${ENTRY}" "InstallLocation" "$INSTDIR"
  ; With its place named, the uninstaller runs where it is: its exit code arrives, and no copy of it is left for the next
  ; restart, which Windows would then wait for.
  WriteRegStr HKLM "${ENTRY}" "UninstallString" '"$INSTDIR\Uninstall.exe" _?=$INSTDIR'
  WriteRegStr HKLM "${ENTRY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S _?=$INSTDIR'
  WriteRegDWORD HKLM "${ENTRY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKLM "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKLM "${ENTRY}" "NoRepair" 1
SectionEnd

Section "Start menu entry" SecStartMenu
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${WIZARD}" "" "$INSTDIR\${WIZARD}" 0
SectionEnd

Section /o "Console program on the PATH" SecPath
SectionEnd

; What was chosen earlier and is no longer, goes; what is there stays there once.
Section "-Choices"
  ${IfNot} ${SectionIsSelected} ${SecStartMenu}
    Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  ${EndIf}
  ReadRegDWORD $0 HKLM "${ENTRY}" "PathEntry"
  StrCpy $R9 ""
  ${If} ${SectionIsSelected} ${SecPath}
    Call AddToPath
    ${If} $R8 = 1
      WriteRegDWORD HKLM "${ENTRY}" "PathEntry" 1
    ${EndIf}
  ${ElseIf} $0 = 1
    Call RemoveFromPath
    ${If} $R9 == ""
      DeleteRegValue HKLM "${ENTRY}" "PathEntry"
    ${EndIf}
  ${EndIf}
  ${If} $R9 != ""
    DetailPrint "The PATH was left as it is: $R9."
    MessageBox MB_OK|MB_ICONEXCLAMATION "The PATH was left as it is: $R9. Everything else is installed." /SD IDOK
    SetErrorLevel 7
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SecProgram} "The wizard and its console program, defender-proxy."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecStartMenu} "For all users."
  !insertmacro MUI_DESCRIPTION_TEXT ${SecPath} "Lets defender-proxy be called by its name in a console."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; By word: `/PATH`, not `/PATHS`.
!macro OnSwitch switch
  ${GetOptions} "$R0 " "/${switch} " $R1
  ${IfNot} ${Errors}
!macroend

Function .onInit
  SetShellVarContext all
  SetRegView 64
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 5 "${PRODUCT} needs Windows for x64 processors."
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse 5 "${PRODUCT} needs Windows 10, Windows Server 2016 or a later Windows."
  ${EndIf}
  ; The command line may name another folder; there is no other.
  StrCpy $INSTDIR "${PLACE}"
  ${GetParameters} $R0

  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Global\${PRODUCT} Setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183
    !insertmacro Refuse 3 "This installer is running already."
  ${EndIf}
  !insertmacro RefuseWhileAnyRuns

  ReadRegStr $0 HKLM "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro OnSwitch DOWNGRADE
      ${Else}
        MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Version $0 is installed, which is newer than ${VERSION}. Replace it by the older one?" /SD IDNO IDYES +3
        SetErrorLevel 4
        Quit
      ${EndIf}
    ${EndIf}
  ${EndIf}

  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$PROGRAMFILES64", *l .r1, p 0, p 0) i .r0'
  ${If} $0 <> 0
    System::Int64Op $1 / 1024
    Pop $1
    System::Int64Op $1 < ${SIZE}
    Pop $1
    ${If} $1 = 1
      !insertmacro Refuse 6 "There is no room for ${PRODUCT}: it takes ${SIZE} KiB in $PROGRAMFILES64."
    ${EndIf}
  ${EndIf}

  ; An upgrade keeps what was chosen, unless it is told otherwise.
  ReadRegStr $0 HKLM "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
    ${IfNot} ${FileExists} "$SMPROGRAMS\${PRODUCT}.lnk"
      !insertmacro UnselectSection ${SecStartMenu}
    ${EndIf}
    ReadRegDWORD $0 HKLM "${ENTRY}" "PathEntry"
    ${If} $0 = 1
      !insertmacro SelectSection ${SecPath}
    ${EndIf}
  ${EndIf}
  !insertmacro OnSwitch PATH
    !insertmacro SelectSection ${SecPath}
  ${EndIf}
  !insertmacro OnSwitch NOPATH
    !insertmacro UnselectSection ${SecPath}
  ${EndIf}
  !insertmacro OnSwitch STARTMENU
    !insertmacro SelectSection ${SecStartMenu}
  ${EndIf}
  !insertmacro OnSwitch NOSTARTMENU
    !insertmacro UnselectSection ${SecStartMenu}
  ${EndIf}
  ClearErrors
FunctionEnd

Var IsUpgrade

; Tasks of tests as another account are removed when these end; a test that was ended by force leaves its own behind.
Function un.RemoveTasks
  ${DisableX64FSRedirection}
  FindFirst $1 $2 "$SYSDIR\Tasks\${TASKS}*"
  ${DoWhile} $2 != ""
    nsExec::Exec '"$SYSDIR\schtasks.exe" /delete /f /tn "$2"'
    Pop $0
    FindNext $1 $2
  ${Loop}
  FindClose $1
  ${EnableX64FSRedirection}
FunctionEnd

; First: the console program vets the folder of the records before it is itself removed. SECURITY: a folder that an
; ordinary user made in its place, or a link, is never emptied with the rights of an administrator.
Section /o "un.Remove the records of all runs" UnRecords
  nsExec::Exec '"$INSTDIR\console\defender-proxy.exe" runs'
  Pop $0
  ${If} $0 == "0"
    RMDir /r "$APPDATA\${PRODUCT}"
  ${EndIf}
  ${If} ${FileExists} "$APPDATA\${PRODUCT}\*"
    MessageBox MB_OK|MB_ICONEXCLAMATION "The records of the runs were not removed: $APPDATA\${PRODUCT}" /SD IDOK
    SetErrorLevel 7
  ${EndIf}
SectionEnd

Section "un.${PRODUCT} (required)" UnProgram
  SectionIn RO
  ${If} $IsUpgrade = 0
    ReadRegDWORD $0 HKLM "${ENTRY}" "PathEntry"
    ${If} $0 = 1
      Call un.RemoveFromPath
      ${If} $R9 != ""
        DetailPrint "The PATH was left as it is: $R9."
        SetErrorLevel 7
      ${EndIf}
    ${EndIf}
    Delete "$SMPROGRAMS\${PRODUCT}.lnk"
    Call un.RemoveTasks
    DeleteRegKey HKLM "${ENTRY}"
  ${EndIf}
  SetOutPath "$SYSDIR"
  ClearErrors
  !insertmacro RemoveFiles
  ${If} ${Errors}
    SetErrorLevel 2
  ${EndIf}
  ${If} $IsUpgrade = 0
    Delete "$INSTDIR\Uninstall.exe"
    ; What others have put there stays, and then so does the folder.
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd

; The uninstaller itself cannot be removed while it runs: it goes a second after its end, and so does its folder where
; that is empty; but not where by then another version is installed, which begins with the wizard and ends with the
; uninstaller.
Function un.onUninstSuccess
  ${If} $IsUpgrade = 0
  ${AndIf} ${FileExists} "$INSTDIR\Uninstall.exe"
    StrCpy $0 '"$SYSDIR\ping.exe" -n 2 127.0.0.1'
    StrCpy $1 'if not exist "$INSTDIR\${WIZARD}" del /f /q "$INSTDIR\Uninstall.exe"'
    ExecShell "open" "$SYSDIR\cmd.exe" '/d /s /c "$0 & $1 & $0 & $1 & rmdir "$INSTDIR""' SW_HIDE
  ${EndIf}
FunctionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnProgram} "The wizard, its console program, and what the installer made for them."
  !insertmacro MUI_DESCRIPTION_TEXT ${UnRecords} "What was changed on this server, and what had been there before. Without them nothing can be put back any more."
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  SetShellVarContext all
  SetRegView 64
  StrCpy $INSTDIR "${PLACE}"
  ${GetParameters} $R0
  StrCpy $IsUpgrade 0
  !insertmacro OnSwitch UPGRADE
    StrCpy $IsUpgrade 1
  ${EndIf}
  !insertmacro RefuseWhileAnyRuns
  !insertmacro OnSwitch REMOVERECORDS
    !insertmacro SelectSection ${UnRecords}
  ${EndIf}
  ClearErrors
FunctionEnd
