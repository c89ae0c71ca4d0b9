const words = (text: string): readonly string[] =>
  text
    .split("\n")
    .flatMap((line) => line.split(","))
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** Tools of administrators and of testers that intruders use, as they are spelled. */
export const KNOWN_TOOLS: readonly string[] = words(`
  Mimikatz, Cobalt Strike, Impacket, PsExec, AnyDesk, TeamViewer, ngrok, Chisel, PuTTY, Plink, WinSCP, FileZilla, Rclone
  3Proxy, ProcDump, SharpHound, BloodHound, Rubeus, LaZagne, Advanced IP Scanner, Angry IP Scanner, SoftPerfect
  Metasploit, Meterpreter, PowerSploit, PowerShell Empire, Sliver, Brute Ratel, Havoc, Covenant, Nmap, Masscan, Nuclei
  Fscan, frp, Stunnel, Earthworm, htran, reGeorg, Neo-reGeorg, Ligolo, Dumpert, Evil-WinRM, CrackMapExec, NetExec, AdFind
  Process Hacker, GMER, PCHunter, ScreenConnect, Splashtop, Atera, RustDesk, MEGAsync, 7-Zip, WinRAR, Wevtutil, PLINK
  AsyncRAT, QuasarRAT, Quasar RAT, NirSoft, Responder, Hydra, Medusa Parallel, sqlmap, Acunetix, WPScan, Shellter, Donut
`);

/** Malware that is for sale or free and that reports name without saying what it is. */
export const KNOWN_MALWARE: readonly string[] = words(`
  Emotet, TrickBot, QakBot, IcedID, Dridex, Ryuk, Conti, LockBit, BlackCat, REvil, DarkGate, PlugX, ShadowPad, gh0st RAT
  Remcos, NjRAT, Agent Tesla, RedLine, Raccoon Stealer, Lumma, FormBook, BazarLoader, SocGholish, Gootloader, Bumblebee
  China Chopper, Poison Ivy, Carbanak, NotPetya, WannaCry, Maui, H0lyGh0st, Dtrack, TigerRAT, MagicRAT, VSingle, YamaBot
  Rifdoor, Phandoor, NukeSped, Andaratm, ValidAlpha, BlackRemote, BeaverTail, InvisibleFerret, OtterCookie, XMRig
`);
