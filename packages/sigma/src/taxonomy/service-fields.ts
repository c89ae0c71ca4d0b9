// Fields of single services. Sources as in field-names.ts. A service without a list has events of so many kinds
// that any name may be right: Security, System, Application, the cloud services.

/** By service of Windows; EventData names of all events of the channel. */
export const WINDOWS_SERVICE_FIELDS: Readonly<Record<string, string>> = {
  "appmodel-runtime": "ProcessID PackageName ImageName ApplicationName ErrorCode",
  "appxpackaging-om": "subjectName packageFullName errorCode",
  bitlocker: "VolumeName VolumeMountPoint ProtectorGUID ProtectorType",
  "bits-client":
    "RemoteName LocalName processPath processId jobTitle jobId jobOwner url peer fileTime fileLength bytesTotal bytesTransferred transferId name Id hr string string2 proxy bandwidthLimit ignoreBandwidthLimitsOnLan User",
  "codeintegrity-operational":
    "FileNameLength FileNameBuffer ProcessNameLength ProcessNameBuffer RequestedPolicy ValidatedPolicy Status",
  "diagnosis-scripted": "PackagePath PackageId",
  "dns-client":
    "QueryName QueryType QueryOptions QueryStatus QueryResults NetworkIndex InterfaceIndex Status ClientPID QueryBlob DnsServerIpAddress ResponseStatus SendBlob SendBlobContext AddressLength Address NetworkQueryIndex ServerList IsParallelNetworkQuery Interface TotalServerCount Index DynamicAddress",
  ldap: "ScopeOfSearch SearchFilter DistinguishedName AttributeList ProcessId",
  ntlm: "CallerPID ClientDomainName ClientLUID ClientUserName DomainName MechanismOID ProcessName SChannelName SChannelType TargetName UserName WorkstationName",
  openssh: "process payload",
  "security-mitigations":
    "ProcessPathLength ProcessPath ProcessCommandLineLength ProcessCommandLine CallingProcessId CallingProcessCreateTime CallingProcessStartKey CallingProcessSignatureLevel CallingProcessSectionSignatureLevel CallingProcessProtection CallingThreadId CallingThreadCreateTime ProcessId ProcessCreateTime ProcessStartKey ProcessSignatureLevel ProcessSectionSignatureLevel ProcessProtection TargetThreadId TargetThreadCreateTime RequiredSignatureLevel SignatureLevel ImageNameLength ImageName",
  "terminalservices-localsessionmanager":
    "User SessionID Address Session TargetSession Source Reason",
};

/** Zeek's logs, with the fields of the connection that most of them begin with. */
const ID = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p";
export const ZEEK_FIELDS: Readonly<Record<string, string>> = {
  conn: `${ID} proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents vlan inner_vlan orig_l2_addr resp_l2_addr community_id`,
  dce_rpc: `${ID} rtt named_pipe endpoint operation`,
  dns: `${ID} proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected total_answers total_replies saw_query saw_reply auth addl`,
  http: `${ID} trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types client_header_names server_header_names cookie_vars uri_vars c-uri c-useragent`,
  kerberos: `${ID} request_type client service success error_msg error_code from till cipher forwardable renewable logged client_cert_subject client_cert_fuid server_cert_subject server_cert_fuid auth_ticket new_ticket`,
  rdp: `${ID} cookie result security_protocol client_channels keyboard_layout client_build client_name client_dig_product_id desktop_width desktop_height requested_color_depth cert_type cert_count cert_permanent encryption_level encryption_method ssl`,
  smb_files: `${ID} fuid action path name size prev_name times.modified times.accessed times.created times.changed`,
};

/** Fields of FortiGate's event log that all its types have, and those of changes to the configuration. */
export const FORTIGATE_EVENT =
  "date time tz eventtime devname devid devtype logid type subtype level vd logdesc user ui action status reason method srcip dstip srcport dstport cfgtid cfgpath cfgobj cfgattr msg";

/** The Linux audit field dictionary, and the names in capitals that enriched logs add. */
export const AUDITD =
  "type node line acct acl action added addr apparmor arch argc audit_backlog_limit audit_backlog_wait_time audit_enabled audit_failure auid banners bool bus cap_fe cap_fi cap_fp cap_fver cap_frootid cap_pa cap_pe cap_pi cap_pp capability category cgroup changed cipher class cmd code comm compat cwd daddr data default-context dev device dir direction dmac dport egid enforcing entries errno euid exe exit fam family fd fe feature fi file flags format fp fsgid fsuid fver gid grantors grp hook hostname icmp_type id igid img-ctx inif ino inode inode_gid inode_uid invalid_context ioctlcmd ip ipid ipx-net item items iuid kernel key kind kmod ksize laddr len lport list lsm mac macproto maj major minor mode model msg name nametype nargs net new new-chardev new-disk new-enabled new-fs new_gid new-level new_lock new-log_passwd new-mem new-net new_pe new_pi new_pp new-range new-rng new-role new-seuser new-vcpu nlnk-fam nlnk-grp nlnk-pid oauid obj obj_gid obj_uid ocomm oflag ogid old old-auid old-chardev old-disk old-enabled old_enforcing old-fs old-level old_lock old-log_passwd old-mem old-net old_pa old_pe old_pi old_pp old_prom old-range old-rng old-role old-ses old-seuser old_val old-vcpu op opid oses ouid outif pa parent path pe per perm perm_mask permissive pfs pi pid pp ppid printer proctitle prom proto qbytes range rdev reason removed res resrc result role rport saddr sauid scontext selected-context seperm seperms seqno seresult ses seuser sgid sig sigev_signo smac spid sport state subj success suid syscall table tclass tcontext terminal tty uid unit uri user uuid val ver virt vm vm-ctx vm-pid watch SYSCALL ARCH AUID UID GID EUID SUID FSUID EGID SGID FSGID OUID OGID ID SADDR CommandLine Image ProcessId ParentProcessId User";
