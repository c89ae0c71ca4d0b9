// Whose name a name is by its form. Written by hand after what the vendors publish of their schemes:
// https://learn.microsoft.com/unified-secops/microsoft-threat-actor-naming
// https://www.crowdstrike.com/adversaries/
// https://cloud.google.com/security/resources/insights/apt-groups
// https://unit42.paloaltonetworks.com/threat-actor-groups-tracked-by-palo-alto-networks-unit-42/
interface Scheme {
  readonly by: string;
  readonly form: RegExp;
}

/** In order: the first that fits is taken. */
const SCHEMES: readonly Scheme[] = [
  { by: "MITRE ATT&CK", form: /^G\d{4}$/ },
  { by: "360", form: /^APT-C-\d{1,3}$/ },
  { by: "Microsoft", form: /^(?:DEV|Storm)-\d{4}$/i },
  {
    by: "Microsoft",
    form: /^[A-Z][a-z]{1,20} (?:Blizzard|Cyclone|Dust|Flood|Hail|Rain|Sandstorm|Sleet|Tempest|Tsunami|Typhoon)$/,
  },
  {
    by: "CrowdStrike",
    form: /^[a-z]{2,20} (?:bear|buffalo|chollima|crane|jackal|kitten|leopard|panda|spider|tiger)$/i,
  },
  { by: "Mandiant", form: /^(?:APT ?\d{1,3}|FIN\d{1,3}|UNC\d{3,5}|TEMP\.[A-Za-z]{3,20})$/ },
  { by: "Proofpoint", form: /^TA\d{3,4}$/ },
  { by: "Thales", form: /^ATK ?\d{1,3}$/ },
  { by: "Recorded Future", form: /^TAG-\d{1,3}$/ },
  { by: "Secureworks", form: /^(?:BRONZE|COBALT|GOLD|IRON|NICKEL) [A-Z]{3,20}$/ },
  { by: "Unit 42", form: /^[A-Z][a-z]{2,20} (?:Libra|Pisces|Scorpius|Serpens|Taurus|Ursa)$/ },
  { by: "Trend Micro", form: /^(?:Earth|Void|Water) [A-Z][a-z]{2,20}$/ },
];

/** Who gives names of this form; an inference, and undefined for names without a telling form. */
export function namedBy(name: string): string | undefined {
  return SCHEMES.find(({ form }) => form.test(name))?.by;
}
