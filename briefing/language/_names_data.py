"""What the country library does not know about names: other spellings, adjectives, metonyms, forms of names.

Keys are the English names of states as news writes them. All forms are matched as `briefing.language.names.fold`
leaves them, so case, accents, a leading "the" and dots of acronyms do not matter here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """``key: form, form`` a line."""
    rows = (line.partition(":") for line in text.strip().splitlines())
    return MappingProxyType({key.strip(): tuple(f.strip() for f in forms.split(",")) for key, _, forms in rows})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The library's name on the left, the one that news uses on the right.
RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "Republic of Macedonia": "North Macedonia",
        "Swaziland": "Eswatini",
        "The Bahamas": "Bahamas",
        "The Gambia": "Gambia",
        "Palestine, State of": "Palestine",
        "Holy See (Vatican City)": "Vatican City",
        "Holy See": "Vatican City",
        "Vatican City State": "Vatican City",
        "Holy See (Vatican City State)": "Vatican City",
    }
)

# Former states and uninhabited islands whose forms would shadow living ones ("Serbian", "Yugoslavia").
LEFT_OUT = frozenset({"Serbia and Montenegro", "Antilles néerlandaises", "British Indian Ocean Territory", "Burma"})

STATE_NAMES = _table("""
United States: US, USA, America, United States of America
United Kingdom: UK, Britain, Great Britain
United Arab Emirates: UAE, Emirates
Democratic Republic of the Congo: DRC, DR Congo
Papua New Guinea: PNG
North Korea: DPRK, Democratic People's Republic of Korea
South Korea: Republic of Korea, ROK
China: PRC, mainland China
Russia: Russian Federation
Czech Republic: Czechia
Netherlands: Holland
Ivory Coast: Cote d'Ivoire
Myanmar: Burma
Turkey: Turkiye
East Timor: Timor-Leste
Cape Verde: Cabo Verde
Kosovo: Republic of Kosovo
Vatican City: Vatican, Holy See
North Macedonia: Macedonia
Eswatini: Swaziland
Palestine: Palestinian Authority, Palestinian territories
England: England
Scotland: Scotland
Wales: Wales
Northern Ireland: Northern Ireland
Syria: Syrian Arab Republic
Bosnia and Herzegovina: Bosnia
Taiwan: Republic of China
""")

ADJECTIVES = _table("""
Argentina: Argentine, Argentinian
Azerbaijan: Azeri
Bangladesh: Bengali
Botswana: Batswana
Democratic Republic of the Congo: Congolese
Denmark: Dane
England: English
Eswatini: Swazi
Finland: Finn
France: Frenchman
Iceland: Icelandic
Ireland: Irishman
Kazakhstan: Kazakh
Kosovo: Kosovar, Kosovan
Kyrgyzstan: Kyrgyz
Luxembourg: Luxembourgish
Maldives: Maldivian
Monaco: Monegasque
Myanmar: Burmese
Nepal: Nepali
New Zealand: Kiwi
North Korea: North Korean
North Macedonia: Macedonian
Northern Ireland: Northern Irish
Oman: Omani
Philippines: Philippine, Filipina
Poland: Pole
Saudi Arabia: Saudi
Scotland: Scottish, Scot
Serbia: Serb
Slovakia: Slovakian
Slovenia: Slovenian
Spain: Spaniard
Suriname: Surinamese
Sweden: Swede
Tajikistan: Tajik
Turkey: Turk
United Kingdom: Briton, Brit
United States: US-led
Uzbekistan: Uzbek
Vatican City: Vatican
Wales: Welsh
""")

CAPITALS = _table("""
Australia: Canberra
Bolivia: La Paz
Israel: Tel Aviv
Kazakhstan: Astana
Kosovo: Pristina
Malaysia: Putrajaya
Montenegro: Podgorica
Myanmar: Naypyidaw, Yangon
Netherlands: The Hague, Amsterdam
Nigeria: Abuja
Scotland: Holyrood
Sri Lanka: Colombo
Switzerland: Berne
Ukraine: Kiev
United States: Washington, Washington DC
Yemen: Sanaa
India: Delhi
""")

# Capitals that name something else more often than their state.
CAPITALS_LEFT_OUT = frozenset({"victoria", "kingston", "santiago", "georgetown", "hamilton", "stanley", "san jose"})

# Buildings and nicknames that stand for a government.
METONYMS = _table("""
Russia: Kremlin, Russian side
United States: White House, Oval Office, Uncle Sam, Foggy Bottom, Capitol Hill, US side, American side
United Kingdom: Downing Street, 10 Downing Street, No 10, Number 10, Whitehall, British side
France: Elysee, Elysee Palace, Quai d'Orsay, French side
China: Zhongnanhai, Chinese side
North Korea: Hermit Kingdom, North Korean side
South Korea: Blue House, South Korean side
Italy: Quirinale, Palazzo Chigi
Ukraine: Ukrainian side
Turkey: Turkish side
Iran: Iranian side
Israel: Israeli side
India: Indian side
Pakistan: Pakistani side
""")

# Bodies known by acronym or nickname. A form is listed only where it always means this body by itself.
ORGANISATIONS = _table("""
NATO: North Atlantic Treaty Organization, North Atlantic Treaty Organisation, North Atlantic Alliance
European Union: EU, the 27-nation bloc, the 28-nation bloc, Brussels
European Commission: EU Commission, EC
United Nations: UN, U.N., UNO
United Nations Security Council: UN Security Council, Security Council, UNSC
United Nations General Assembly: UN General Assembly, UNGA
World Health Organization: WHO, World Health Organisation
World Trade Organization: WTO, World Trade Organisation
International Monetary Fund: IMF
International Atomic Energy Agency: IAEA
International Criminal Court: ICC
International Court of Justice: ICJ
International Olympic Committee: IOC
International Committee of the Red Cross: ICRC
African Union: AU
Arab League: League of Arab States
Association of Southeast Asian Nations: ASEAN
Organization for Security and Co-operation in Europe: OSCE
Organization of the Petroleum Exporting Countries: OPEC
Organization of American States: OAS
G7: Group of Seven, G-7
G8: Group of Eight, G-8
G20: Group of 20, G-20
European Central Bank: ECB
European Court of Human Rights: ECHR
UNESCO: United Nations Educational Scientific and Cultural Organization
UNICEF: United Nations Children's Fund
UNHCR: UN refugee agency
Federal Bureau of Investigation: FBI
Central Intelligence Agency: CIA
Food and Drug Administration: FDA
US Department of State: State Department, US State Department, United States Department of State
US Department of Defense: Pentagon, Defense Department, US Defense Department
US Department of Justice: Justice Department, US Justice Department, DOJ
US Congress: Congress, United States Congress
US Supreme Court: United States Supreme Court
Federal Reserve: Fed, US Federal Reserve
Labour Party: Labour
Conservative Party: Conservatives, Tories, Tory Party
Republican Party: Republicans, GOP
Democratic Party: Democrats
Taliban: Afghan Taliban
Islamic State: ISIS, ISIL, Daesh, Islamic State group
""")

# Last words (or words before "of") that make a name an organisation.
ORGANISATION_HEADS = _words("""
academy administration agency airline airlines airways alliance army assembly association authorities authority
bank bloc board brewery brigade broadcaster bureau business cabinet campaign carmaker centre center chain chamber
charity church clinic club coalition college command commission commissioner's committee commons company conference
confederation congregation congress consortium constabulary cooperative corporation corps council court department
directorate division embassy enterprise exchange executive factory faculty federation firm fleet force forces
foundation front fund giant gallery guard guild group headquarters hospital hotel house industries initiative
inspectorate institute institution insurer judiciary laboratory league legislature library lords maker manufacturer
mafia mission military militia ministry movement museum navy network newspaper ngo office operator orchestra
organisation organization panel parliament partnership party police politburo presidency prison publisher regiment
regulator republicans retailer school secretariat senate service services society startup squad studio studios treasury
subsidiary supermarket syndicate team tribunal troupe trust union unions university utility watchdog
bundestag duma knesset majlis dail oireachtas sejm diet storting riksdag folketing bundesrat
""")

# Endings of firms and clubs.
FIRM_ENDINGS = _words("""
inc corp co ltd limited plc llc llp lp ag gmbh sa nv bv ab oy as a/s spa kft kk holdings holding motors systems
technologies pictures records entertainment pharmaceuticals energy petroleum oil gas airlines airways railways
bros partners capital ventures media press fc afc cf sc united city rovers wanderers athletic
""")

# Heads of unorganised groups.
GROUP_HEADS = _words("""
activists admirers allies businesses campaigners citizens civilians commuters communities creditors critics
customers demonstrators diplomats doctors donors employees experts families fans farmers fishermen fishers
followers governments inmates investors islanders journalists judges landlords lawmakers lawyers leaders locals
migrants militants ministers miners mothers mps legislators senators states nations countries nurses owners parents
passengers patients people pilots players politicians prisoners producers prosecutors protesters protestors
rebels refugees relatives residents retailers rioters scientists separatists shareholders staff strikers students
supporters survivors taxpayers teachers teenagers tenants traders troops users veterans victims villagers voters
volunteers women workers youths republicans democrats conservatives liberals tories socialists greens nationalists
unionists islamists communists
""")

# Organs through which a state acts: an adjective or a state's name before one of them means the state.
STATE_ORGANS = _words("""
administration army authorities cabinet delegation embassy forces government military ministry navy officials
presidency side troops department regime leadership
""")

# Words that can stand in a title; a run of them before a name is dropped by `without_titles`.
TITLE_WORDS = _words("""
mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron president vice deputy prime minister premier
chancellor secretary secretary-general general foreign defence defense finance home treasury interior energy health
justice education trade economy environment senator sen rep representative congressman congresswoman governor gov
mayor speaker king queen prince princess pope cardinal archbishop bishop imam ayatollah sheikh rabbi reverend rev
father gen colonel col captain capt major maj sergeant sgt lieutenant lt admiral commander marshal ambassador
commissioner judge chief chairman chairwoman chairperson chair executive ceo cfo director head leader opposition
taoiseach tanaiste former ex acting interim incoming outgoing attorney solicitor envoy spokesman spokeswoman
spokesperson manager coach trainer striker defender midfielder goalkeeper founder co-founder owner boss
state undersecretary counsel under minority majority whip first national security adviser advisor the staff
representative representatives delegate councilman councilwoman councillor alderman sheriff detective officer trooper
cto coo treasurer principal dean provost superintendent inspector constable pm mp vice-president co-chair
""")

# The titles that make whoever bears one a person. "chief" and "general" also stand in names of bodies.
PERSON_TITLES = _words("""
mr mrs ms miss mx dr prof professor sir dame baroness president premier chancellor minister senator sen rep
congressman congresswoman governor gov mayor king queen prince princess pope cardinal archbishop bishop
imam ayatollah sheikh rabbi reverend rev gen major colonel col captain capt sergeant sgt lieutenant lt admiral
ambassador judge chairman chairwoman ceo leader taoiseach spokesman spokeswoman spokesperson manager coach
secretary secretary-general speaker commissioner director chief envoy general founder co-founder boss
representative delegate councilman councilwoman councillor alderman sheriff detective officer trooper cfo cto coo
treasurer principal dean provost superintendent inspector constable pm mp vice-president co-chair whip
""")

# Frequent given names, folded: two words that begin with one are a person's name.
GIVEN_NAMES = _words("""
aaron abdul abdullah abraham adam adrian ahmed alan albert alejandro alex alexander alexandra alexei alfred
ali alice alison allen amanda amir amy ana andrea andreas andrei andrew andy angela ann anna anne annette
anthony antonio antony anwar arthur ashley ashraf barack barbara barry ben benedict benjamin bernard bernie
beth betty bill bob bobby boris brad brandon brenda brian bruce bryan carl carla carlos carol caroline
catherine cecilia charles charlie charlotte cheryl chris christian christina christine christopher chuck cindy
claire clara claude clive colin craig cristina cynthia dale dan daniel daniela danny dave david dean deborah
denis dennis derek diana diane dick diego dmitri dmitry dominic don donald donna doris dorothy doug douglas
duncan ed eddie edgar edward eileen elaine eleanor elena eli elizabeth ellen emily emma emmanuel enrique eric
erik erin ernest ethan eugene eva evan eve fatima felipe felix fernando fiona florence frances francis
francisco francois frank franz fred frederick gabriel gareth gary gavin gene geoffrey george gerald gerard
giorgio giovanni giuseppe glen glenn gloria gordon grace graham greg gregory guy hannah hans harold harry
harvey hassan heather hector helen henry herbert hillary howard hugh hugo hun hussein ian ibrahim igor imran
irene isaac isabel ivan jack jackie jacob jacques jaime jair jake james jamie jan jane janet janine jared
jason javier jay jean jeff jeffrey jennifer jens jeremy jerry jesse jessica jesus jill jim jimmy joan joanna
joe joel johan john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan judith judy julia
julian julie justin karen karl kate katherine kathleen kathy katie keith kelly ken kenneth kerry kevin khaled
kim klaus kyle larry laura lauren laurent lawrence lee leo leon leonard leslie lewis liam linda lindsay
lindsey lisa lloyd lori louis louise lucas lucy luis luke lynn madeleine mahmoud manuel marc marcel marco
marcus margaret maria marie mario marion mark marlene martha martin marvin mary matt matteo matthew maureen
maurice max megan mel melissa michael michel michele michelle miguel mike mikhail mitch mitt mohamed mohammad
mohammed molly monica morgan muhammad mustafa nancy naomi narendra natalie natasha nathan neil nelson nicholas
nick nicola nicolas nigel nikolai nina noah norman oleg olga oliver olivia omar oscar pablo pamela pascal pat
patricia patrick paul paula pauline pedro penny pete peter petra phil philip philippe phillip pierre rachel
ralph ramon randy raul ray raymond rebecca recep ricardo richard rick rob robert roberto robin rodrigo roger
roland ron ronald rory rosa rose ross roy rupert russell ruth ryan sally sam samantha samuel sandra sara sarah
scott sean sebastian serge sergei sergey sharon sheila shinzo silvia silvio simon sofia sonia sophie spencer
stefan stella stephanie stephen steve steven stewart stuart susan suzanne sylvia tamara tara ted teresa terry
theo theresa thomas tiffany tim timothy tina todd tom tommy tony tracy ulrich ursula valerie vanessa vera
vernon veronica victor victoria viktor vincent vincenzo virginia vladimir volodymyr walter warren wayne wendy
wilfried will william willie winston xavier xi yasser yoshihide yusuf yves yvonne zac zachary zoe
""")

# Parties as adjectives before a title: "Labour leader", "Republican senator".
PARTY_WORDS = _words("labour tory conservative republican democratic liberal green socialist christian democrat")

OCCUPATIONS = _words("""
    mathematician lawyer actor actress singer activist mother father son daughter wife husband brother sister player
    lawmaker economist author footballer constable officer captain professor candidate legislator senator diplomat
    driver scientist designer filmmaker billionaire rapper star champion veteran journalist spokeswoman spokesman
    congressman analyst historian physicist engineer nurse farmer artist comedian musician broadcaster presenter
    owner midfielder forward winger defender goalkeeper trainer businessman businesswoman entrepreneur tycoon
    dissident prosecutor researcher mp councillor striker
""")
"""What a person is called before the name who bears no office: "lawyer Eva Lang"."""

THING_HEADS = _words("""
    act bill law code treaty agreement accord pact convention protocol constitution amendment award prize medal cup
    trophy championship championships olympics games series season league's day street road avenue bridge airport
    river lake sea ocean mount mountain mountains island islands peninsula square park tower stadium arena war
    revolution hurricane storm depression plan report index week festival conference summit strait gulf bay canal
    valley coast beach heights desert forest zone area border wall cathedral mosque temple show album film movie
    book novel song tour election elections referendum brexit memorial monument pipeline route highway interstate
    province region hotel mall plaza museum virus disease syndrome times post journal guardian herald tribune
    telegraph gazette mail mirror observer express news press bbc cnn reuters ap pti ani ians dpa afp ansa tass
    xinhua upi nbc cbs abc fox msnbc npr pbs itv sky bloomberg magazine wikinews buzzfeed politico axios yonhap
    kyodo spiegel monde figaro zeitung
""")
"""Last words of names of what cannot act."""

THING_OPENINGS = _words(
    "storm hurricane typhoon cyclone mount lake river cape operation highway interstate route flight"
)
"""First words of names of what cannot act: "Hurricane Ida", "Operation Dawn"."""

SPOKEN_FOR = _words("""
    spokesman spokeswoman spokesperson spokespeople official officials representative representatives member members
    leaders delegates negotiators lawyers attorneys officers executives bosses sources source authorities diplomats
    side delegation statement team camp office campaign allies aides administration government board management
    leadership directors
""")
"""Heads that speak for whoever stands before or behind them: "NATO officials", "members of the House"."""

COMMON_BODIES = _words("""
    union unions government parliament police court embassy council commission party opposition club ministry
    committee agency church army military authorities hospital university school airline senate congress cabinet
    regulator regulators watchdog federation league association
""")
"""Bodies that act in a story without a name: "the union", "police"."""

COMMON_OFFICES = _words("""
    mayor governor president premier minister king queen prince pope judge coach manager chancellor ambassador
    bishop chairman chairwoman ceo speaker senator sheriff commissioner founder owner
""")
"""Offices whose bearer may act in a story without being named."""

TITLES_IN_CAPITALS = _words("""
    the state general justice health home education trade energy economy environment national security first house
    court under opposition majority minority acting vice finance treasury interior
""")
"""Words that are titles only with a capital: in small letters they are nouns of their own."""

BEFORE_OF = _words("""
    secretary states state house speaker group republic kingdom minister chief head chair director office court
""")
"""Words behind which "of" leads on to more of a name, where they end no body's name by themselves."""

_NO_DOERS = _words("""
    loudspeakers skyscrapers trackers scanners printers boilers freezers helicopters reactors detectors sensors
    processors corridors indicators generators elevators handovers takeovers makeovers leftovers turnovers covers
    matters numbers others orders offers members papers powers letters computers errors factors sectors flowers
    answers servers borders quarters headquarters waters chapters centers corners towers weathers dollars winters
    plants grants restaurants variants giants fingers shoulders servants lists assists mirrors colors doors floors
    motors tractors monitors mentors visitors suitors containers trailers drawers layers buyers sellers tumors
""")


def is_group(head: str) -> bool:
    """ "protesters", "writers": people of a kind, by list or by the plural of a word for who does something."""
    doers = head.endswith(("ers", "ors", "ists", "ians", "ants")) and len(head) > 5 and head not in _NO_DOERS
    return head in GROUP_HEADS or doers
