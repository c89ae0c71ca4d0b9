// Names of actors, malware and tools that are ordinary words, first names, places or products: reviewed by hand. A
// text that has such a word most likely means something else. New ones are looked for when the data are made anew.
const COMMON: ReadonlySet<string> = new Set(
  (
    "adonis aeon agenda alfa alibaba alma alpha alphabet aluminum amnesia amoeba anchor android " +
    "andromeda anysupport apocalypse apos apostle arcane argus armageddon artic assassin assembly " +
    "atlas atom attrib august aura aurora avalanche avenger aware axiom babylon ballista barium " +
    "barracuda bart basin bazar beagle beast beethoven benchmark biscuit bitter bittersweet " +
    "blackjack blackout blacksnake blacktail blackwood blank blind blitzkrieg blizzard blocky " +
    "bloodhound blooper bluebottle bonsoir bookworm boom boombox boron bottle bouncer bowser brat " +
    "brazilian brick bromine brotherhood buckeye bumblebee bunny butterfly cactus calcium " +
    "calendar callisto calypso candiru cannon canopy carbon cardinal casper castle centurion " +
    "cerium cesium chafer chameleon chaos cheers chimera chip chisel chlorine chopstick christmas " +
    "chromium cicada citadel clay cleaver cloak clock clop clouded cmdexe cobalt coinminer " +
    "colossus combine combos confucius consciousness copper copypaste core coronavirus covenant " +
    "cowboy creeper creepy crimson crutch crying crypt crypted crypter crystal cuba curator " +
    "curium cyborg cyclone cyclops czech dairy dale damage dangerous deadeye deadlock deadly " +
    "deadwood death defender delta demo dendroid denis desktop desolated dharma diamond disco " +
    "dishwasher district dodger dogfish domino done donot donut downrange dragonfly drat drifter " +
    "driftwood dumb dune dunghill dusk dustman dustpan eldorado electrum elfin elmer embargo " +
    "emissary empire encrypt endurance enigma entropy epic epically epsilon equation eruption " +
    "esmeralda eternal eternity everest evil evolution exchanger executioner exorcist exotic " +
    "expand explorer explosive extractor fake fanny fantom ferocious fidel filelocker final " +
    "fireball first fishmonger flame flamer flamingo fortra foxmail foxtrot foxy frag " +
    "frankenstein freezing frog frozen fury fusion gadolinium gamma gangbang gazer gendarmerie " +
    "genesis ghost ghostwriter gibberish gingerbread gingersnap global globe goggles gold " +
    "goldeneye goldengroup golem goodday goopy gopher gorgon gorilla gotcha grep grief griffon " +
    "grinch groove grum guacamole hacked hades hafnium hangover havoc hawkeye haymaker haze " +
    "helium hellcat hellfire helminth hideandseek hippo hitler hive hogfish holmium homeland " +
    "honeybee honor hoodoo horde httpclient hunt hunter hunters hydra hydrogen hyena icecap " +
    "inception insane insomnia interlock internationalpoliceassociation iodine iridium iron " +
    "jackpot james jigsaw joker judge kali kangaroo kappa karma karo karst katana kevin keygroup " +
    "kindest kitty knight knot korean kraken krypton lambda lamer landmark landslide lawrencium " +
    "lazarus lead legend level leviathan lick light lilith lime lockbox locked locker lockerpay " +
    "lockout locus loki longhorn lookback losers lovelock lowball lucifer lucky lucy luna lurid " +
    "lurk lyceum lynx machete mafia magic magician magnesium mamba mana manganese mango mantis " +
    "maple marcher mariposa mars mask matrix maze mcafee medusa meek mega meow mercury " +
    "merrychristmas meteor mettle midas milan mimic mini minotaur mirage moneymessage monsoon " +
    "monte monument moonlight morpheus mosquito moth mutant mystic mythic naga namaste nautilus " +
    "nebulae nemesis neodymium netfile neuron nevada newscaster newsreels nickel nightclub " +
    "nightmare ninja nitro nitrogen nobelium norton nova nuke oceans octopus offence offline ogre " +
    "orca ordinal orion osinfo osmium outerspace outsider oxygen ozone pacemaker page paladin " +
    "pandora paradise paradox parasite parsec patcher patchwork payday payload payment pear " +
    "pegasus peppy phantom philadelphia phoenix phosphorus photo pickaxe pickles pico ping " +
    "pioneer planetary platinum play playboy plead plutonium poison polonium polyglot pompous " +
    "pony popeye potassium potato powerless predator prestige prism promethium protected proton " +
    "providence pteranodon pulpy pump punisher pupa purge putty python quantum qwerty radar " +
    "radium raindrop ramp rancor ransomed rapid rapid7 rapture rattlesnake ratty razor reaper " +
    "reaver rector redalert redeye regexe relic relock remoteaccess remotecmd remotedesktop " +
    "reptile responder resurrection revenge revolution rhino riptide risen risingsun rook root " +
    "rotor route rover royal ruby ruler rush russian sabbath sage salami salsa samurai sanction " +
    "sanctions sarcoma sardonic satan saturn satyr scandium scar scarab scatterbrain schoolboys " +
    "scimitar scorpion scout scraper screenshotter sector sepsis sepulcher serpent shade shadow " +
    "shark sharpshooter shipshape shrug sidewinder siesta sigma silence silencegroup silent " +
    "silicon silverfish skid skull slam slingshot sliver slug smallnet smash snake snatch snoopy " +
    "socialnetworkteam sodium solar soldier solider solo solve sora sourdough spaceship spark " +
    "sparta spectre sphinx spica spider spook sport spring spyagent steel stgroup stinger stop " +
    "stopransomware storm strawhat streamer strider strontium stupid suchsecurity sugar sulphur " +
    "summit sunburst sunspot superb superman supernova supremo surprise survey swallowtail sword " +
    "synapse synergy taal tailgater tantalum teardrop technetium telegram tellurium templar " +
    "template terbium terminals termite thallium thanatos thanksgiving thebigbang thebrotherhood " +
    "thegentlemen themagic themask thor thorium tick tiny titan torii tortoise tortoiseshell " +
    "toxic trailblazer trickortreat trickster trident trinity triplex tripoli triton trojan tron " +
    "troy turkish tycoon tyrant underground unknown unknownlock unsafe uppercut ursa vanguard " +
    "vapor vendetta venom vermin victim viper virusrat vortex voyeur vulcan waffle waiting " +
    "wantmoney warlock warp watchdog webmasters werewolves wiki wildcard will windows10 " +
    "windshield winos wiper wraith zeppelin zeta zeus zinc zipper zircon zirconium zlib zorro"
  ).split(" "),
);

/** Whether a folded name is an ordinary word, a number, or too short to tell. */
export function isCommonWord(key: string): boolean {
  return /^(?:[ -~]{1,3}|\d+|group\d{1,3})$/.test(key) || COMMON.has(key);
}
