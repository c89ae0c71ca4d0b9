import type {
  ActivityPeriod,
  Actor,
  AdvisoryDocument,
  Campaign,
  ContextValue,
  Indicator,
  NameClaim,
  Software,
} from "./campaign.ts";
import type { Citation } from "./citation.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { ObservableType } from "./observable.ts";

/** Version of the shape of campaign files. */
export const CAMPAIGN_FILE_VERSION = "1";

/** Lists whose entries may be written as a mere name, and the property it stands for. */
export const NAMED_LISTS: Readonly<Record<string, string>> = {
  issuers: "name",
  sectors: "text",
  countries: "text",
  mitigations: "text",
  cautions: "text",
};

/** An entry whose citations may be left out: it then cites the file it stands in. */
export type FileEntry<T> = Omit<T, "citations"> & { readonly citations?: readonly Citation[] };

/** An entry that is only a name may be written as that name. */
export type FileText<T> = string | FileEntry<T>;

/** An indicator: type and value, or a pattern. */
export interface FileIndicator extends Omit<
  FileEntry<Indicator>,
  "id" | "observable" | "labels" | "malware"
> {
  readonly id?: string;
  readonly type?: ObservableType;
  readonly value?: string;
  readonly labels?: readonly string[];
  readonly malware?: readonly string[];
}

/** A value that is no indicator, with the reason. */
export interface FileContext extends Omit<FileEntry<ContextValue>, "observable"> {
  readonly type: ObservableType;
  readonly value: string;
}

/** An actor; other names may be left out, and are `same` if nothing is said. */
export interface FileActor extends Omit<FileEntry<Actor>, "aliases"> {
  readonly aliases?: readonly (string | FileEntry<NameClaim>)[];
}

/** Malware or a tool; other names may be left out. */
export interface FileSoftware extends Omit<FileEntry<Software>, "aliases"> {
  readonly aliases?: readonly string[];
}

type Entries<K extends keyof Campaign> = Campaign[K] extends readonly (infer T)[]
  ? readonly FileEntry<T>[]
  : never;
type Texts<K extends keyof Campaign> = Campaign[K] extends readonly (infer T)[]
  ? readonly FileText<T>[]
  : never;

/**
 * A campaign as a person writes or corrects it, in YAML: everything but the title may be left out.
 * `reading` keeps what the documents said when the file was written, so that a later reading knows what
 * was corrected since; it is not written by hand.
 */
export interface CampaignFile {
  readonly tocsin: "campaign";
  readonly version: typeof CAMPAIGN_FILE_VERSION;
  readonly id?: string;
  readonly title: string;
  readonly summary?: string;
  readonly published?: string;
  readonly modified?: string;
  readonly tlp?: NonNullable<Campaign["tlp"]>;
  readonly period?: FileEntry<ActivityPeriod>;
  readonly attackVersion?: string;
  readonly documents?: readonly AdvisoryDocument[];
  readonly issuers?: Texts<"issuers">;
  readonly actors?: readonly FileActor[];
  readonly software?: readonly FileSoftware[];
  readonly techniques?: Entries<"techniques">;
  readonly vulnerabilities?: Entries<"vulnerabilities">;
  readonly indicators?: readonly FileIndicator[];
  readonly context?: readonly FileContext[];
  readonly sectors?: Texts<"sectors">;
  readonly countries?: Texts<"countries">;
  readonly sought?: Entries<"sought">;
  readonly mitigations?: Texts<"mitigations">;
  readonly cautions?: Texts<"cautions">;
  readonly frameworks?: Entries<"frameworks">;
  readonly rules?: Entries<"rules">;
  readonly order?: Entries<"order">;
  readonly revisions?: Entries<"revisions">;
  readonly references?: Entries<"references">;
  readonly comparisons?: NonNullable<Campaign["comparisons"]>;
  readonly conflicts?: NonNullable<Campaign["conflicts"]>;
  readonly diagnostics?: readonly Diagnostic[];
  /** Digest of every entry as it was read, by kind and key. */
  readonly reading?: Readonly<Record<string, string>>;
}
