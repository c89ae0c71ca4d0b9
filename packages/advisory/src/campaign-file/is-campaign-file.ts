const HEAD =
  /^(?:\s{0,8}#[^\n]{0,1000}\n|\s{0,8}\n|---[^\n]{0,80}\n){0,40}tocsin:\s{0,8}["']?campaign\b/;

/** Whether the text is a campaign file: it says so in its first entry. */
export function isCampaignFile(text: string): boolean {
  return HEAD.test(text.slice(0, 50_000));
}
