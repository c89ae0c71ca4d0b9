import { HOSTS, type HostKey } from "./company.ts";
import { createJournal, type Entry } from "./journal.ts";
import { createMachine, type Machine } from "./machine.ts";
import { liveOnTheNetwork } from "./ordinary-network.ts";
import { type Amounts, liveWeek } from "./ordinary-windows.ts";
import { createRandom } from "./random.ts";
import { playStory } from "./story.ts";

/** What to simulate. */
export interface Scenario {
  /** Same seed, same bytes. */
  readonly seed: string;
  /** Whether the intrusion takes place; without it nothing must be found. */
  readonly intrusion: boolean;
}

/** The scenario of the committed example. */
export const ANDARIEL: Scenario = { seed: "harrowgate 2024-05-13", intrusion: true };

/** How much every computer logs in the week. */
const AMOUNTS: Readonly<Record<HostKey, Amounts>> = {
  portal: { programs: 700, others: 260, logons: 380, scripts: 20, services: 60 },
  controller: { programs: 800, others: 0, logons: 900, scripts: 0, services: 60 },
  files: { programs: 520, others: 420, logons: 480, scripts: 0, services: 0 },
  drawing: { programs: 520, others: 520, logons: 0, scripts: 25, services: 0 },
  building: { programs: 620, others: 0, logons: 240, scripts: 0, services: 0 },
  admin: { programs: 420, others: 200, logons: 0, scripts: 90, services: 0 },
};
const NETWORK = { web: 2400, dns: 1900, proxy: 900 };

/** Every event of the week, by time within each file. */
export function playScenario(scenario: Scenario): readonly Entry[] {
  const journal = createJournal();
  const machine = (key: HostKey): Machine => createMachine(HOSTS[key], journal);
  const machines: Record<HostKey, Machine> = {
    portal: machine("portal"),
    controller: machine("controller"),
    files: machine("files"),
    drawing: machine("drawing"),
    building: machine("building"),
    admin: machine("admin"),
  };
  for (const { host } of Object.values(machines)) {
    // Each computer lives by its own numbers: a change to one leaves the others as they are.
    const key = keyOf(host.name);
    liveWeek(machines[key], AMOUNTS[key], createRandom(`${scenario.seed} ${host.name}`));
  }
  liveOnTheNetwork(journal, NETWORK, createRandom(`${scenario.seed} network`));
  if (scenario.intrusion)
    playStory({ journal, machines, random: createRandom(`${scenario.seed} story`) });
  return journal.entries.toSorted((a, b) => a.timeMs - b.timeMs);
}

function keyOf(name: string): HostKey {
  const keys = Object.keys(AMOUNTS) as HostKey[];
  const found = keys.find((key) => HOSTS[key].name === name);
  if (found === undefined) throw new RangeError(`no computer is called ${name}`);
  return found;
}
