import {
  BOOLEAN,
  closed,
  form,
  HASHES,
  HEX,
  INTEGER,
  list,
  may,
  must,
  NATURAL,
  open,
  record,
  reference,
  references,
  TEXT,
  TEXTS,
  TIME,
} from "./rule.ts";
import type { Field, Fields, Rule } from "./rule.ts";

const DICTIONARY: Rule = { kind: "dictionary" };

function all(rule: Rule, ...names: readonly string[]): Record<string, Field> {
  return Object.fromEntries(names.map((name) => [name, may(rule)]));
}

const OPTIONAL_HEADER: Rule = record(
  {
    ...all(
      HEX,
      "magic_hex",
      "win32_version_value_hex",
      "checksum_hex",
      "subsystem_hex",
      "dll_characteristics_hex",
      "loader_flags_hex",
    ),
    ...all(
      INTEGER,
      "major_linker_version",
      "minor_linker_version",
      "address_of_entry_point",
      "base_of_code",
      "base_of_data",
      "image_base",
      "section_alignment",
      "file_alignment",
      "major_os_version",
      "minor_os_version",
      "major_image_version",
      "minor_image_version",
      "major_subsystem_version",
      "minor_subsystem_version",
      "number_of_rva_and_sizes",
    ),
    ...all(
      NATURAL,
      "size_of_code",
      "size_of_initialized_data",
      "size_of_uninitialized_data",
      "size_of_image",
      "size_of_headers",
      "size_of_stack_reserve",
      "size_of_stack_commit",
      "size_of_heap_reserve",
      "size_of_heap_commit",
    ),
    hashes: may(HASHES),
  },
  true,
);

const SECTION: Rule = record({
  name: must(TEXT),
  size: may(NATURAL),
  entropy: may({ kind: "float" }),
  hashes: may(HASHES),
});

/** Extensions of files (STIX 2.1 sections 6.7.2 to 6.7.6). */
export const FILE_EXTENSIONS: Fields = {
  "archive-ext": may(
    record({
      contains_refs: must(references("file", "directory")),
      comment: may(TEXT),
      version: { rule: TEXT, only: "2.0" },
    }),
  ),
  "ntfs-ext": may(
    record(
      {
        sid: may(TEXT),
        alternate_data_streams: may(
          list(record({ name: must(TEXT), hashes: may(HASHES), size: may(NATURAL) })),
        ),
      },
      true,
    ),
  ),
  "pdf-ext": may(
    record(
      {
        version: may(TEXT),
        is_optimized: may(BOOLEAN),
        document_info_dict: may(DICTIONARY),
        pdfid0: may(TEXT),
        pdfid1: may(TEXT),
      },
      true,
    ),
  ),
  "raster-image-ext": may(
    record(
      {
        image_height: may(INTEGER),
        image_width: may(INTEGER),
        bits_per_pixel: may(INTEGER),
        image_compression_algorithm: { rule: TEXT, only: "2.0" },
        exif_tags: may(DICTIONARY),
      },
      true,
    ),
  ),
  "windows-pebinary-ext": may(
    record({
      pe_type: must(open("windows-pebinary-type-ov")),
      imphash: may(TEXT),
      machine_hex: may(HEX),
      number_of_sections: may(NATURAL),
      time_date_stamp: may(TIME),
      pointer_to_symbol_table_hex: may(HEX),
      number_of_symbols: may(NATURAL),
      size_of_optional_header: may(NATURAL),
      characteristics_hex: may(HEX),
      file_header_hashes: may(HASHES),
      optional_header: may(OPTIONAL_HEADER),
      sections: may(list(SECTION)),
    }),
  ),
};

/** Extensions of network traffic (STIX 2.1 sections 6.12.2 to 6.12.5). */
export const TRAFFIC_EXTENSIONS: Fields = {
  "http-request-ext": may(
    record({
      request_method: must(TEXT),
      request_value: must(TEXT),
      request_version: may(TEXT),
      request_header: may(DICTIONARY),
      message_body_length: may(INTEGER),
      message_body_data_ref: may(reference("artifact")),
    }),
  ),
  "icmp-ext": may(record({ icmp_type_hex: must(HEX), icmp_code_hex: must(HEX) })),
  "socket-ext": may(
    record({
      address_family: must(
        closed(
          "AF_UNSPEC",
          "AF_INET",
          "AF_IPX",
          "AF_APPLETALK",
          "AF_NETBIOS",
          "AF_INET6",
          "AF_IRDA",
          "AF_BTH",
        ),
      ),
      is_blocking: may(BOOLEAN),
      is_listening: may(BOOLEAN),
      protocol_family: { rule: TEXT, only: "2.0" },
      options: may(DICTIONARY),
      socket_type: may(
        closed("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET"),
      ),
      socket_descriptor: may(NATURAL),
      socket_handle: may(INTEGER),
    }),
  ),
  "tcp-ext": may(record({ src_flags_hex: may(HEX), dst_flags_hex: may(HEX) }, true)),
};

/** Extensions of processes (STIX 2.1 sections 6.13.2 and 6.13.3). */
export const PROCESS_EXTENSIONS: Fields = {
  "windows-process-ext": may(
    record(
      {
        aslr_enabled: may(BOOLEAN),
        dep_enabled: may(BOOLEAN),
        priority: may(form("priority")),
        owner_sid: may(TEXT),
        window_title: may(TEXT),
        startup_info: may(DICTIONARY),
        integrity_level: may(closed("low", "medium", "high", "system")),
      },
      true,
    ),
  ),
  "windows-service-ext": may(
    record(
      {
        service_name: may(TEXT),
        descriptions: may(TEXTS),
        display_name: may(TEXT),
        group_name: may(TEXT),
        start_type: may(
          closed(
            "SERVICE_AUTO_START",
            "SERVICE_BOOT_START",
            "SERVICE_DEMAND_START",
            "SERVICE_DISABLED",
            "SERVICE_SYSTEM_ALERT",
          ),
        ),
        service_dll_refs: may(references("file")),
        service_type: may(
          closed(
            "SERVICE_KERNEL_DRIVER",
            "SERVICE_FILE_SYSTEM_DRIVER",
            "SERVICE_WIN32_OWN_PROCESS",
            "SERVICE_WIN32_SHARE_PROCESS",
          ),
        ),
        service_status: may(
          closed(
            "SERVICE_CONTINUE_PENDING",
            "SERVICE_PAUSE_PENDING",
            "SERVICE_PAUSED",
            "SERVICE_RUNNING",
            "SERVICE_START_PENDING",
            "SERVICE_STOP_PENDING",
            "SERVICE_STOPPED",
          ),
        ),
      },
      true,
    ),
  ),
};

/** Extensions of user accounts (STIX 2.1 section 6.16.2). */
export const USER_EXTENSIONS: Fields = {
  "unix-account-ext": may(
    record({ gid: may(INTEGER), groups: may(TEXTS), home_dir: may(TEXT), shell: may(TEXT) }, true),
  ),
};
