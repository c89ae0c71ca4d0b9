import type { RuleText } from "@tocsin/model";

/** The rule's own name: `rule X` of YARA, `title:` of Sigma, `msg:` of Snort and Suricata. */
export function ruleName(language: RuleText["language"], text: string): string | undefined {
  const pattern =
    language === "yara"
      ? /(?:^|\s)rule\s{1,20}([A-Za-z_]\w{0,127})/
      : language === "sigma"
        ? /^title:[ \t]{0,10}["']?([^"'\r\n]{1,200})/m
        : /msg:\s{0,10}"([^"]{1,300})"/;
  return pattern.exec(text)?.[1]?.trim();
}
