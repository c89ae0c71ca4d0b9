/** Public bodies publish under these endings. */
const AGENCY_ENDINGS =
  /(?:^|\.)(?:gov|mil|int|gov\.[a-z]{2}|go\.(?:kr|jp|id|th|ke|ug|tz|cr)|gob\.[a-z]{2}|gouv\.[a-z]{2}|gc\.ca|govt\.nz|europa\.eu|bund\.de|admin\.ch|mil\.[a-z]{2}|police\.uk|parliament\.uk|gv\.at|gub\.uy|fgov\.be|gouv\.qc\.ca|lg\.jp|govt\.[a-z]{2}|gov\.scot|gov\.wales)$/;

const words = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).filter((word) => word !== ""));

/** Makers of software, security firms, standards, press: sites that reports link to. Names with all below them. */
const PUBLISHERS: ReadonlySet<string> = words(`
  microsoft.com mitre.org windows.com windowsupdate.com office.com apple.com oracle.com vmware.com broadcom.com
  cisco.com talosintelligence.com snort.org symantec.com mandiant.com fireeye.com crowdstrike.com kaspersky.com
  securelist.com eset.com welivesecurity.com paloaltonetworks.com trendmicro.com sophos.com sentinelone.com
  secureworks.com proofpoint.com checkpoint.com recordedfuture.com ahnlab.com asec.ahnlab.com stairwell.com
  elastic.co rapid7.com tenable.com qualys.com fortinet.com fortiguard.com f5.com citrix.com ivanti.com
  sonicwall.com juniper.net atlassian.com jetbrains.com zohocorp.com manageengine.com progress.com
  cve.org first.org oasis-open.org ietf.org rfc-editor.org w3.org iana.org icann.org owasp.org sans.org
  cisecurity.org openssl.org apache.org nginx.org php.net python.org kernel.org debian.org ubuntu.com redhat.com
  nuget.org wikipedia.org bleepingcomputer.com krebsonsecurity.com thehackernews.com
  theregister.com zdnet.com wired.com reuters.com nytimes.com washingtonpost.com bbc.com bbc.co.uk forbes.com
  virustotal.com any.run hybrid-analysis.com abuse.ch malpedia.caad.fkie.fraunhofer.de shodan.io censys.io
  censys.com greynoise.io volexity.com huntress.com dragos.com claroty.com group-ib.com intezer.com
  withsecure.com f-secure.com bitdefender.com avast.com avast.io malwarebytes.com mcafee.com trellix.com
  zscaler.com ngrok.com cloudflare.com akamai.com netscout.com team-cymru.com domaintools.com riskiq.com anomali.com
  threatconnect.com misp-project.org yara.readthedocs.io sigmahq.io exploit-db.com zerodayinitiative.com
  ncsc.nl ncsc.admin.ch cert.pl cert.at jpcert.or.jp krcert.or.kr boho.or.kr cert.ssi.gouv.fr nato.int un.org
  stopransomware.gov ic3.gov adobe.com mozilla.org chromium.org health-isac.net isac.org
  radmin.com rarlab.com win-rar.com winrar.com teamviewer.com anydesk.com 7-zip.org notepad-plus-plus.org putty.org
  greenend.org.uk videolan.org winscp.net filezilla-project.org wireshark.org nmap.org java.com nodejs.org npmjs.org
  docker.com openvpn.net wireguard.com realvnc.com uvnc.com ultravnc.com tightvnc.com splashtop.com logmein.com
  rustdesk.com winzip.com piriform.com ccleaner.com obsproject.com slack-edge.com skype.com signal.org nirsoft.net
  sysinternals.com nvidia.com intel.com amd.com dell.com hp.com lenovo.com samsung.com asus.com gimp.org libreoffice.org
  openoffice.org git-scm.com golang.org go.dev rust-lang.org ruby-lang.org perl.org mysql.com postgresql.org
  mongodb.com wordpress.org drupal.org joomla.org digicert.com verisign.com globalsign.com sectigo.com letsencrypt.org
  usertrust.com comodoca.com entrust.net symcb.com
  eset.sk yoroi.company blackberry.com thedfirreport.com lab52.io intel471.com red-canary.com redcanary.com
  kasperskycontenthub.com cybereason.com cyble.com sekoia.io team-cymru.org unit42.com citizenlab.ca citizenlab.org autoitscript.com cobaltstrike.com gigamon.com fox-it.com nccgroup.com
  threatpost.com cybersecuritydive.com welivesecurity.com rsa.com morphisec.com deepinstinct.com
  schema.org xmlsoap.org openxmlformats.org purl.org stixproject.github.io`);

/** Services that anybody uses, the honest and the others: the host alone says nothing, an address on it may. */
const SHARED_SERVICES: ReadonlySet<string> = words(`
  google.com bing.com yahoo.com baidu.com duckduckgo.com youtube.com facebook.com twitter.com x.com instagram.com
  linkedin.com whatsapp.com telegram.org t.me discord.com discordapp.com slack.com reddit.com medium.com
  npmjs.com pypi.org github.com githubusercontent.com gitlab.com bitbucket.org sourceforge.net gitee.com dropbox.com
  dropboxusercontent.com box.com mega.nz mega.co.nz mediafire.com wetransfer.com onedrive.live.com live.com
  1drv.ms mega.io dropmefiles.com temp.sh filetransfer.io textbin.net hightail.com awstrack.me joxi.net ufile.io sendspace.com
  bitly.com is.gd t.co cutt.ly rebrand.ly ow.ly tiny.cc rb.gy shorturl.at lnkd.in surl.li sharepoint.com pastebin.com paste.ee ghostbin.com hastebin.com transfer.sh file.io gofile.io
  anonfiles.com archive.org bit.ly tinyurl.com goo.gl gmail.com outlook.com hotmail.com protonmail.com proton.me
  yandex.ru yandex.com mail.ru vk.com naver.com daum.net kakao.com qq.com 163.com stackoverflow.com
  googleapis.com gstatic.com amazon.com notion.so trello.com zoom.us teams.microsoft.com
  doubleclick.net googletagmanager.com google-analytics.com jquery.com jsdelivr.net unpkg.com`);

/** Services that tell a program its own address or the time: used by malware to see whether it is on the net. */
const LOOKUP_SERVICES: ReadonlySet<string> = words(`
  ipinfo.io ipify.org icanhazip.com ifconfig.me ifconfig.co ip-api.com ipapi.co ident.me whatismyip.com
  whatismyipaddress.com checkip.dyndns.org checkip.amazonaws.com myexternalip.com wtfismyip.com ipecho.net
  ip.sb ipgeolocation.io freegeoip.net freegeoip.app geoip.live geoplugin.net db-ip.com iplogger.org
  myip.opendns.com worldtimeapi.org pool.ntp.org time.windows.com msftconnecttest.com msftncsi.com
  api.my-ip.io curlmyip.net curlmyip.com pv.sohu.com anysrc.net ip-info.ff.avast.com api.mylnikov.org
  ipinfo.info myip.com ip.tyk.nu httpbin.org ip.42.pl ipwho.is ipwhois.app iplocation.net`);

/** Public resolvers, as normal forms of addresses. */
export const PUBLIC_RESOLVERS: ReadonlySet<string> = words(`
  8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 1.1.1.2 1.1.1.3 9.9.9.9 9.9.9.10 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2
  64.6.64.6 64.6.65.6 77.88.8.8 77.88.8.1 94.140.14.14 94.140.15.15 114.114.114.114 114.114.115.115 119.29.29.29
  180.76.76.76 223.5.5.5 223.6.6.6 168.126.63.1 168.126.63.2 164.124.101.2 2001:4860:4860::8888
  2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001 2620:fe::fe 2620:fe::9`);

/** Accounts on shared code hosts under which publishers of reports keep their rules and tools. */
const PUBLISHER_ACCOUNTS: ReadonlySet<string> = words(`
  eset mandiant fireeye pan-unit42 paloaltonetworks cisco-talos the-dfir-report kasperskylab sophoslabs neo23x0 sigmahq
  mitre mitre-attack cisagov microsoft google advanced-threat-research trendmicro blackberry threatlabz volexity
  citizenlab certcc nsacyber elastic rapid7 spiderlabs hacktivesec sentineldev sentinel-one crowdstrike virustotal
  center-for-threat-informed-defense misp stamparm intezer checkpointsw proofpoint ahnlab stairwell-inc jpcertcc
  prodaft sekoia-io group-ib bitdefender avast deepinstinct redcanaryco zscaler anomali recordedfuture`);

/** Whether the URL is on a shared code host below a publisher's account, or is a file of detection rules. */
export function isPublishersCode(url: string, host: string): boolean {
  if (
    !/^(?:www\.|raw\.|gist\.)?(?:github|githubusercontent|gitlab|bitbucket)\.(?:com|org)$/.test(
      host,
    )
  )
    return false;
  const path = url.slice(url.indexOf(host) + host.length);
  const account = /^\/([\w.-]{1,60})/.exec(path)?.[1]?.toLowerCase() ?? "";
  return PUBLISHER_ACCOUNTS.has(account) || /\.yara?$/i.test(path);
}

/** What is known of a host: a publisher's or agency's site, a shared service, a look-up service. */
export type HostKind = "agency" | "publisher" | "shared" | "lookup";

/** What is known of a host in normal form, by its own name or one above it. */
export function knownHost(host: string): HostKind | undefined {
  if (AGENCY_ENDINGS.test(host)) return "agency";
  for (let name = host; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    if (LOOKUP_SERVICES.has(name)) return "lookup";
    if (SHARED_SERVICES.has(name)) return "shared";
    if (PUBLISHERS.has(name)) return "publisher";
  }
  return undefined;
}

/** Why a host of this kind is no indicator. */
export const HOST_REASONS: Readonly<Record<HostKind, string>> = {
  agency: "site of a public body",
  publisher: "site of a known publisher or maker",
  shared: "service that many use",
  lookup: "service that tells a program its own address",
};

/** Paths of honest sites that send everybody on to where the address says. */
const REDIRECTORS: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, /^\/(?:url|amp|imgres)\b/i],
  [/^(?:l|lm|www)\.facebook\.com$/, /^\/l\.php\b/i],
  [/^l\.instagram\.com$/, /^\//],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect\b/i],
  [/^(?:www\.)?bing\.com$/, /^\/ck\//i],
  [/^(?:www\.)?linkedin\.com$/, /^\/(?:redir|safety\/go)\b/i],
  [/(?:^|\.)safelinks\.protection\.outlook\.com$/, /^\//],
  [/^urldefense\.(?:com|proofpoint\.com)$/, /^\//],
  [/^adservice\.google\.[a-z.]{2,6}$/, /^\//],
  [/^(?:[a-z0-9-]{1,60}\.)?(?:doubleclick\.net|googleadservices\.com)$/, /^\//],
];

/** Whether the URL only sends on: the site is honest, and everybody uses the address. */
export function isRedirector(url: string, host: string): boolean {
  const path = url.slice(url.indexOf(host) + host.length).replace(/^:\d{1,5}/, "");
  return REDIRECTORS.some(([name, form]) => name.test(host) && form.test(path));
}
