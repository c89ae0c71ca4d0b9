/** Programs of the system that intruders use and everybody has. */
const SYSTEM_PROGRAMS: ReadonlySet<string> = new Set(
  `cmd.exe powershell.exe pwsh.exe powershell_ise.exe wscript.exe cscript.exe mshta.exe rundll32.exe regsvr32.exe
   svchost.exe lsass.exe services.exe winlogon.exe explorer.exe csrss.exe smss.exe wininit.exe taskmgr.exe spoolsv.exe
   schtasks.exe at.exe sc.exe net.exe net1.exe netsh.exe reg.exe regedit.exe wmic.exe whoami.exe ipconfig.exe
   systeminfo.exe tasklist.exe taskkill.exe ping.exe nslookup.exe netstat.exe arp.exe route.exe nltest.exe dsquery.exe
   vssadmin.exe wbadmin.exe bcdedit.exe wevtutil.exe fsutil.exe certutil.exe bitsadmin.exe esentutl.exe ntdsutil.exe
   msbuild.exe installutil.exe regasm.exe regsvcs.exe csc.exe cvtres.exe msiexec.exe makecab.exe expand.exe extrac32.exe
   forfiles.exe control.exe conhost.exe dllhost.exe consent.exe notepad.exe calc.exe mstsc.exe quser.exe qwinsta.exe
   attrib.exe icacls.exe takeown.exe cacls.exe xcopy.exe robocopy.exe curl.exe tar.exe ftp.exe ssh.exe hh.exe
   wuauclt.exe w3wp.exe sqlservr.exe outlook.exe winword.exe excel.exe chrome.exe firefox.exe msedge.exe iexplore.exe
   ntdll.dll kernel32.dll kernelbase.dll user32.dll advapi32.dll ws2_32.dll wininet.dll winhttp.dll urlmon.dll
   shell32.dll ole32.dll comsvcs.dll dbghelp.dll crypt32.dll secur32.dll netapi32.dll psapi.dll mscoree.dll amsi.dll
   ntoskrnl.exe hal.dll msvcrt.dll rpcrt4.dll gdi32.dll comctl32.dll version.dll shlwapi.dll ntds.dit
   passwd shadow sudoers crontab bash sh readme.md readme.txt license.txt setup.py web.config index.html
   index.php desktop.ini autorun.inf hosts authorized_keys known_hosts`
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** Registry keys that every Windows has and that say nothing without their value. */
const COMMON_KEY =
  /\\(?:CurrentVersion(?:\\(?:Run|RunOnce|RunOnceEx|RunServices|Policies|Explorer|Winlogon|Image File Execution Options|Uninstall|Windows))?|Services|CurrentControlSet|Control(?:\\(?:Lsa|SecurityProviders(?:\\WDigest)?|Terminal Server|Session Manager))?|WDigest|Winlogon|Environment|Policies|SYSTEM|SAM|SECURITY|SOFTWARE|Microsoft|Windows|Windows Defender(?:\\[\w -]{1,40}){0,2})\\?$/i;

/** The last part of a path or a name alone. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}

/** Whether the name is a file that every machine of its kind has. */
export function isSystemFile(name: string): boolean {
  return SYSTEM_PROGRAMS.has(name.toLowerCase());
}

/** Whether the registry key exists everywhere. */
export function isCommonKey(key: string): boolean {
  return COMMON_KEY.test(key);
}
