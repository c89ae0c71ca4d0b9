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
   ffmpeg.dll msdtc.exe msdt.exe werfault.exe wermgr.exe sihost.exe taskhost.exe taskhostw.exe taskeng.exe ctfmon.exe
   dwm.exe fontdrvhost.exe lsm.exe lsaiso.exe searchindexer.exe searchprotocolhost.exe runtimebroker.exe userinit.exe
   logonui.exe alg.exe audiodg.exe dashost.exe dllhst3g.exe mmc.exe msinfo32.exe dxdiag.exe ftp.exe odbcconf.exe
   pcalua.exe cmstp.exe cmstp.dll presentationhost.exe rasdial.exe sdbinst.exe shutdown.exe systempropertiesadvanced.exe
   wsmprovhost.exe wmiprvse.exe wmiadap.exe unsecapp.exe wusa.exe verclsid.exe vmcompute.exe eventvwr.exe fodhelper.exe
   gpupdate.exe gpresult.exe hostname.exe net1.exe nbtstat.exe pathping.exe tracert.exe query.exe rwinsta.exe
   setspn.exe sysprep.exe tscon.exe utilman.exe sethc.exe osk.exe magnify.exe narrator.exe wordpad.exe write.exe
   mspaint.exe charmap.exe snippingtool.exe print.exe replace.exe findstr.exe find.exe more.com tree.com format.com
   chcp.com diskpart.exe diskshadow.exe defrag.exe chkdsk.exe sfc.exe dism.exe pnputil.exe driverquery.exe bash.exe
   wsl.exe winget.exe scp.exe sftp.exe ssh-keygen.exe sshd.exe onedrive.exe teams.exe powerpnt.exe msaccess.exe
   onenote.exe acrord32.exe acrobat.exe java.exe javaw.exe javac.exe node.exe python.exe pythonw.exe pip.exe git.exe
   php.exe perl.exe opera.exe brave.exe msedgewebview2.exe vcredist_x64.exe vcredist_x86.exe dotnet.exe
   httpd.exe nginx.exe tomcat.exe mysqld.exe msmpeng.exe mpcmdrun.exe nissrv.exe smartscreen.exe
   d3dcompiler_47.dll libegl.dll libglesv2.dll vcruntime140.dll vcruntime140_1.dll msvcp140.dll ucrtbase.dll
   ntmarta.dll userenv.dll wtsapi32.dll iphlpapi.dll dnsapi.dll setupapi.dll cfgmgr32.dll imm32.dll oleaut32.dll
   sechost.dll bcrypt.dll ncrypt.dll cryptbase.dll cryptsp.dll sspicli.dll samlib.dll samsrv.dll lsasrv.dll
   wdigest.dll kerberos.dll msv1_0.dll mscoreei.dll clr.dll clrjit.dll mshtml.dll jscript.dll vbscript.dll scrobj.dll
   wshom.ocx propsys.dll uxtheme.dll dwmapi.dll winmm.dll mpr.dll wldap32.dll wintrust.dll imagehlp.dll dbgcore.dll
   profapi.dll msi.dll mapi32.dll fltmgr.sys tcpip.sys ntfs.sys http.sys win32k.sys pagefile.sys hiberfil.sys
   group profile environment fstab resolv.conf sshd_config ssh_config nsswitch.conf hostname issue motd
   .bashrc .bash_history .bash_profile .profile zsh dash systemd init cron nologin false
   index.htm index.jsp default.aspx readme package.json requirements.txt dockerfile makefile
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
