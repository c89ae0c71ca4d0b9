// Programs whose log Sigma knows as a service of Linux.

const SERVICES: ReadonlyMap<string, string> = new Map([
  ["sshd", "sshd"],
  ["sshd-session", "sshd"],
  ["sshd-auth", "sshd"],
  ["cron", "cron"],
  ["crond", "cron"],
  ["anacron", "cron"],
  ["crontab", "cron"],
  ["sudo", "sudo"],
  ["su", "auth"],
  ["login", "auth"],
  ["systemd-logind", "auth"],
  ["passwd", "auth"],
  ["chpasswd", "auth"],
  ["useradd", "auth"],
  ["usermod", "auth"],
  ["userdel", "auth"],
  ["groupadd", "auth"],
  ["groupmod", "auth"],
  ["gpasswd", "auth"],
  ["chage", "auth"],
  ["newusers", "auth"],
  ["polkitd", "auth"],
  ["pkexec", "auth"],
  ["gdm-password", "auth"],
  ["lightdm", "auth"],
  ["vsftpd", "vsftpd"],
  ["clamd", "clamav"],
  ["clamscan", "clamav"],
  ["clamonacc", "clamav"],
  ["freshclam", "clamav"],
  ["guacd", "guacamole"],
  ["auditd", "auditd"],
  ["audispd", "auditd"],
  ["audit", "auditd"],
]);
/** Facilities of what concerns authentication (RFC 5424, 6.2.1). */
const AUTH_FACILITIES: ReadonlySet<number> = new Set([4, 10]);

/** The service of a program's name, or of the facility it wrote with; undefined if Sigma has none. */
export function syslogService(program: string, facility?: number): string | undefined {
  const name = (program.split("(", 1)[0] ?? "").toLowerCase();
  const byFacility = facility !== undefined && AUTH_FACILITIES.has(facility) ? "auth" : undefined;
  return SERVICES.get(name) ?? byFacility;
}
