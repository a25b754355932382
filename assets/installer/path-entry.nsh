; The folder of the console program in the machine's PATH, put there and taken away without reading the value into a
; string of NSIS: those end at 1024 characters, and a PATH that was cut there would break the server. The value stays in
; memory of our own from the query to the write; its type stays, and so does every other character of it.
; https://learn.microsoft.com/windows/win32/procthread/environment-variables

!define ENVIRONMENT "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
!define HKLM_HANDLE 0x80000002
!define KEY_QUERY_SET 0x0103 ; query and set values, 64-bit view
!define REG_SZ_TYPE 1
!define REG_EXPAND_SZ_TYPE 2
; What a command prompt can hold in one variable: what is beyond would be there and not be found.
; https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation
!ifndef LONGEST_PATH
  !define LONGEST_PATH 8191
!endif

!macro PathEntryFunctions un
; Opens the value and reads it: $R0 the key, $R1 a buffer with the text, ended by a null, and room for FOLDER behind it,
; $R2 its type, $R3 its length in characters, $R9 "" or why it cannot be changed.
Function ${un}ReadPath
  StrCpy $R9 ""
  StrCpy $R1 0
  System::Call 'advapi32::RegOpenKeyExW(p ${HKLM_HANDLE}, w "${ENVIRONMENT}", i 0, i ${KEY_QUERY_SET}, *p .R0) i .r0'
  ${If} $0 <> 0
    StrCpy $R0 0
    StrCpy $R9 "it could not be opened (error $0)"
    Return
  ${EndIf}
  StrCpy $R2 ${REG_EXPAND_SZ_TYPE}
  StrCpy $R4 0
  System::Call 'advapi32::RegQueryValueExW(p R0, w "Path", p 0, *i .R2, p 0, *i .R4) i .r0'
  ${If} $0 = 2
    StrCpy $R2 ${REG_EXPAND_SZ_TYPE}
    StrCpy $R4 0
  ${ElseIf} $0 <> 0
    StrCpy $R9 "it could not be read (error $0)"
    Return
  ${ElseIf} $R2 <> ${REG_SZ_TYPE}
  ${AndIf} $R2 <> ${REG_EXPAND_SZ_TYPE}
    StrCpy $R9 "it is no text (type $R2)"
    Return
  ${EndIf}
  ; Room for a semicolon before and behind, for the folder, and for nulls; LPTR memory is zeroed.
  IntOp $1 $R4 + 2048
  System::Call 'kernel32::LocalAlloc(i 0x40, p r1) p .R1'
  ${If} $R4 > 0
    System::Call 'advapi32::RegQueryValueExW(p R0, w "Path", p 0, *i .r3, p R1, *i R4R4) i .r0'
    ${If} $0 <> 0
    ${OrIf} $3 <> $R2
      StrCpy $R9 "it changed while it was read"
      Return
    ${EndIf}
  ${EndIf}
  System::Call 'kernel32::lstrlenW(p R1) i .R3'
FunctionEnd

; $R5: where FOLDER stands in the text as an entry of its own, in characters, or -1.
Function ${un}FindInPath
  StrCpy $R5 -1
  StrLen $4 "${FOLDER}"
  StrCpy $5 0
  ${Do}
    IntOp $6 $5 * 2
    System::Int64Op $R1 + $6
    Pop $6
    System::Call 'shlwapi::StrStrIW(p r6, w "${FOLDER}") p .r7'
    ${If} $7 P= 0
      Return
    ${EndIf}
    System::Int64Op $7 - $R1
    Pop $8
    IntOp $8 $8 / 2
    IntOp $5 $8 + 1
    ; The characters around it: a semicolon, or an end of the text.
    IntOp $9 $8 + $4
    IntOp $9 $9 * 2
    System::Int64Op $R1 + $9
    Pop $9
    System::Call '*$9(&i2 .r2)'
    ${If} $2 <> 0
    ${AndIf} $2 <> 59
      ${Continue}
    ${EndIf}
    ${If} $8 > 0
      System::Int64Op $7 - 2
      Pop $9
      System::Call '*$9(&i2 .r2)'
      ${If} $2 <> 59
        ${Continue}
      ${EndIf}
    ${EndIf}
    StrCpy $R5 $8
    Return
  ${Loop}
FunctionEnd

; Writes the text in $R1 back with its type, closes, and tells running programs.
Function ${un}WritePath
  System::Call 'kernel32::lstrlenW(p R1) i .r1'
  IntOp $1 $1 + 1
  IntOp $1 $1 * 2
  System::Call 'advapi32::RegSetValueExW(p R0, w "Path", i 0, i R2, p R1, i r1) i .r0'
  ${If} $0 <> 0
    StrCpy $R9 "it could not be written (error $0)"
  ${Else}
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
  ${EndIf}
FunctionEnd

Function ${un}ClosePath
  ${If} $R1 P<> 0
    System::Call 'kernel32::LocalFree(p R1)'
  ${EndIf}
  ${If} $R0 P<> 0
    System::Call 'advapi32::RegCloseKey(p R0)'
  ${EndIf}
FunctionEnd

; Takes our entry away, and nothing else: "a;b;FOLDER;c" becomes "a;b;c". $R9: "" or why not; one that is not there is
; no fault.
Function ${un}RemoveFromPath
  Call ${un}ReadPath
  ${If} $R9 == ""
    Call ${un}FindInPath
    ${If} $R5 >= 0
      StrLen $4 "${FOLDER}"
      IntOp $6 $R5 + $4 ; the first character behind it
      ${If} $R5 > 0
        IntOp $R5 $R5 - 1 ; the semicolon before it goes too
      ${ElseIf} $6 < $R3
        IntOp $6 $6 + 1 ; or, at the beginning, the one behind it
      ${EndIf}
      IntOp $7 $R3 - $6
      IntOp $7 $7 + 1
      IntOp $7 $7 * 2 ; bytes to move, with the null
      IntOp $6 $6 * 2
      IntOp $5 $R5 * 2
      System::Int64Op $R1 + $6
      Pop $6
      System::Int64Op $R1 + $5
      Pop $5
      System::Call 'ntdll::memmove(p r5, p r6, p r7) p'
      Call ${un}WritePath
    ${EndIf}
  ${EndIf}
  Call ${un}ClosePath
FunctionEnd
!macroend

; Adds our folder at the end. $R9: "" or why not; $R8: 1 where it was really added, 0 where it had been there.
!macro AddToPathFunction
Function AddToPath
  StrCpy $R8 0
  Call ReadPath
  ${If} $R9 == ""
    Call FindInPath
    ${If} $R5 < 0
      StrLen $4 "${FOLDER}"
      IntOp $4 $4 + $R3
      IntOp $4 $4 + 1
      ${If} $4 > ${LONGEST_PATH}
        StrCpy $R9 "it would be longer than ${LONGEST_PATH} characters"
      ${Else}
        ${If} $R3 > 0
          System::Call 'kernel32::lstrcatW(p R1, w ";") p'
        ${EndIf}
        System::Call 'kernel32::lstrcatW(p R1, w "${FOLDER}") p'
        Call WritePath
        ${If} $R9 == ""
          StrCpy $R8 1
        ${EndIf}
      ${EndIf}
    ${EndIf}
  ${EndIf}
  Call ClosePath
FunctionEnd
!macroend
