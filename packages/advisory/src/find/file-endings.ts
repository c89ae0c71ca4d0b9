/** Endings of file names. Those of {@link ENDINGS_THAT_ARE_TOP_LEVELS} are also top-level domains. */
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  `7z accdb ace ahk apk app arj asa ashx asmx asp aspx au3 axd bak bash bat bin bmp bz2 cab cer cfg cfm
   cgi chm class cmd com conf config cpl crt crx csproj css csv dat db deb default dex dll dmg dmp doc docb
   docm docx dot dotm dotx drv dylib efi elf eml enc encrypted evtx exe gif gz h hta htm html hwp hwpx ico
   img inf ini ins ipa iqy iso jar jpeg jpg js jse json jsp jspx key kdbx ko lck lnk loc locked log lua lzh
   mdb mht mhtml mof msc msg msi msix msp mst ocx odt ole one onepkg ost ova p12 p7b pcap pcapng pdf pem
   pfx php php3 php5 phtml pif pkg plist png ppam pps ppsx ppt pptm pptx prf ps1 psc1 psd1 psm1 pst pub pyc
   pyd pyo pyw rar rb reg rpm rtf sc scpt scr sct sdb sed service settingcontent-ms sfx shtml slk sln so sql
   sqlite svg swf sys tar tgz theme tif tiff tlb tmp torrent ts txt url vb vba vbe vbproj vbs vcf vcxproj vdi
   vhd vhdx vmdk vmem war wav webp wim wll wsc wsf wsh xaml xhtml xla xlam xlb xll xls xlsb xlsm xlsx xlt xltm
   xml xsl xslt xz yaml yml yar yara z zst py pl sh md rs zip mov ps cc cs go data target`
    .split(/\s+/)
    .filter((ending) => ending !== ""),
);

/** Of these a plain two-part name is a file (`setup.py`, `run.sh`). */
const FILE_FIRST: ReadonlySet<string> = new Set(["py", "sh", "md", "rs", "pub"]);

/** Of these a name is a domain unless something says file. */
const DOMAIN_FIRST: ReadonlySet<string> = new Set([
  "app",
  "au",
  "cab",
  "cc",
  "cfd",
  "com",
  "default",
  "dot",
  "go",
  "ink",
  "ms",
  "name",
  "one",
  "pl",
  "ps",
  "so",
  "sc",
  "theme",
  "tr",
]);

/** Whether a plain name with this last part is a file's: `yes`, `short` (if it has two parts), `no`. */
export function fileEnding(ending: string): "yes" | "short" | "no" {
  const folded = ending.toLowerCase();
  if (!FILE_ENDINGS.has(folded) || DOMAIN_FIRST.has(folded)) return "no";
  return FILE_FIRST.has(folded) ? "short" : "yes";
}

/** Endings of programs and scripts: names that a person can look for. */
export const PROGRAM_ENDINGS: ReadonlySet<string> = new Set(
  "exe dll sys scr cpl com bat cmd ps1 psm1 vbs vbe js jse wsf hta lnk msi jar py sh elf so ko apk asp aspx jsp jspx php war sct".split(
    " ",
  ),
);
