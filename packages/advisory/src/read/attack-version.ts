const VERSION =
  /\bATT&(?:amp;)?CK[®™]?(?:[ ,]{1,2}(?:for|Matrix|Enterprise|framework|matrices|Framework|Mobile|ICS|the|Navigator)\b){0,5},?\s{0,2}\(?(?:version|ver\.?|v)\.?\s{0,2}(\d{1,2}(?:\.\d)?)\b/i;

/** The version of ATT&CK that a document says it uses: `15`, `18.1`. */
export function findAttackVersion(text: string): string | undefined {
  return VERSION.exec(text)?.[1];
}
