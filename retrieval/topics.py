"""What the documents are about: the topics of energy research, known by their words.

Counting words was chosen over comparing a document's mean vector with the vectors of descriptions
(e5, both centred, the nearest topic): of the corpus's 47 documents it was right for 43 instead of
39, and of 46 further titles, which the words had not been chosen by, for 40 instead of 30. Most of
the difference is Korean, French, and what has no topic, which no threshold of the cosine tells.
Besides, it needs no encoder and no more than one document.
"""

from functools import lru_cache

from retrieval.catalog import Catalogue

NAMED_BY = 1 / 3  # share of a document's passages that name a topic, from which on it has it
# The name of each topic, and its words and phrases in English, French and Korean. They are found
# in any inflection, so none may share its stem with a word of another meaning: "accord" would be
# found in "according", "heating" in all heat.
TOPICS = {
    "Solar": (
        "solar, photovoltaic, photovoltaics, PV, perovskite, solaire, photovoltaïque, "
        "태양광, 태양전지, 태양열, 페로브스카이트"
    ),
    "Wind": (
        "wind power, wind farm, wind turbine, wind energy, wind capacity, offshore wind, "
        "onshore wind, éolien, éolienne, 풍력"
    ),
    "Hydrogen": (
        "hydrogen, electrolyser, electrolyzer, electrolysis, fuel cell, ammonia, hydrogène, "
        "électrolyseur, électrolyse, pile à combustible, ammoniac, 수소, 수전해, 연료전지, 암모니아"
    ),
    "Batteries and storage": (
        "battery, lithium, sodium ion, cathode, anode, solid electrolyte, energy storage, "
        "electricity storage, batterie, accumulateur, stockage d'énergie, stockage de l'énergie, "
        "stockage de l'électricité, 배터리, 이차전지, 전고체, 리튬, 양극재, 음극재, 에너지저장"
    ),
    "Nuclear and fusion": (
        "nuclear, reactor, SMR, fusion, tokamak, plasma, uranium, nucléaire, réacteur, EPR, "
        "원자력, 원전, 원자로, 핵융합, 플라즈마, 우라늄"
    ),
    "Grids": (
        "grid, transmission line, transmission network, distribution network, interconnector, "
        "interconnection, power network, réseau électrique, réseaux électriques, haute tension, "
        "réseau de transport, 전력망, 송전, 배전, 전력계통"
    ),
    "Bioenergy": (
        "bioenergy, biomass, biofuel, biogas, biomethane, bioethanol, biodiesel, bioénergie, "
        "biomasse, biocarburant, biogaz, 바이오매스, 바이오에너지, 바이오연료, "
        "바이오가스"
    ),
    "Carbon capture": (
        "carbon capture, CO2 capture, air capture, capture CO2, carbon removal, CO2 storage, "
        "carbon dioxide removal, CCS, CCUS, captage, capture du carbone, capture du CO2, "
        "stockage du CO2, stockage géologique, CO2 from the air, 포집, 지중저장"
    ),
    "Buildings and efficiency": (
        "heat pump, district heating, space heating, insulation, energy efficiency, "
        "building envelope, pompe à chaleur, pompes à chaleur, chauffage, efficacité énergétique, "
        "rénovation énergétique, 히트펌프, 난방, 단열, 에너지효율, 에너지 효율, 제로에너지"
    ),
    "Transport": (
        "electric vehicle, electric car, electric truck, EV, EVs, charging station, "
        "charging point, aviation, shipping, véhicule, voiture électrique, borne de recharge, "
        "전기차, 전기자동차, 수소차, 충전소, 항공유, 선박"
    ),
    "Policy and markets": (
        "policy, subsidy, tariff, electricity market, power market, auction, memorandum, "
        "agreement, electricity price, cost of electricity, levelised cost, carbon price, "
        "politique énergétique, subvention, appel d'offres, marché de l'électricité, "
        "protocole d'accord, programmation pluriannuelle, 정책, 보조금, 기본계획, 전력시장, "
        "전기요금, 협약, 양해각서"
    ),
    "Geothermal": "geothermal, géothermie, géothermique, 지열",
    "Hydropower and marine": (
        "hydropower, hydroelectric, hydro plant, dam, tidal, wave energy, pumped storage, "
        "pumped hydro, "
        "hydroélectricité, hydroélectrique, hydraulique, marémotrice, hydrolien, "
        "énergie par pompage, 수력, 양수발전, "
        "조력발전, 파력"
    ),
    "Oil, gas and coal": (
        "oil, petroleum, natural gas, LNG, coal, shale, pétrole, gaz naturel, charbon, "
        "석유, 천연가스, 석탄, 셰일"
    ),
    "Climate": (
        "climate, greenhouse gas, global warming, net zero, carbon neutrality, climat, "
        "climatique, effet de serre, neutralité carbone, 기후, 온실가스, 탄소중립, 지구온난화"
    ),
}


def topics_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The topics of each document by its id, those that most passages name first.

    A document may have several; one that has none is left out.
    """
    return _topics_of(catalogue, catalogue.generation)


# Whoever opens the page asks; the answer changes only with a commit.
@lru_cache(maxsize=1)
def _topics_of(catalogue: Catalogue, _generation: int) -> dict[str, tuple[str, ...]]:
    chunks = {stored.source.document: stored.chunks for stored in catalogue.documents()}
    shares: dict[str, dict[str, float]] = {}
    for topic, words in TOPICS.items():
        for document, count in catalogue.naming(words.split(", ")).items():
            # What was ingested between the two readings has its topics the next time.
            share = count / chunks[document] if document in chunks else 0.0
            if share >= NAMED_BY:
                shares.setdefault(document, {})[topic] = share
    return {d: tuple(sorted(own, key=own.__getitem__, reverse=True)) for d, own in shares.items()}
