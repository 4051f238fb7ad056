"""Words that say nothing about a product that could be checked: of feeling, of degree, of talk. General English."""

import re
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from assistant.retrieval.embedding import common_words
from assistant.retrieval.reading.words import STOP, stems

_PLAIN = """
above absolutely actual actually additional adjustable adorable adult advanced affordable afternoon against ain all
allows alright alternative always amateur amazing american amount anniversary another anybody anyone anywhere
appropriate aunt available average baby back basic basically bathroom battery beach bedroom before beginner below
better big bigger birthday bit box boxes boy boyfriend boys brand brands breathable bright brighter brother buck
bucket bucks buddy budget built bunch business camping category certain chance change cheap cheaper check checks chic
child children choice christmas city class classic clean cleaning clear cold color colored colorful colors colour
coloured colourful comes comfortable comfy common compact compatible complete completely complex condition confidence
convenience cooking cool cooler correct costly costs cosy count country couple cozy crap crisp current currently
customer dad daily damn daughter day deal decent decision deep default definitely dependable design difference
different difficulty dig dining discount does double dozen dude durability durable duty ease easier easy eco
economical edition effective efficient effort elderly elegance elegant else emergency enough entire environment epic
ergonomic essential even evening event every everyday everyone everything exact example excellent exception expensive
expert extra extremely fabric fact fairly family fan fancy fashion fashionable fast faster father favorite feature
feel feels few final firm first fits fitting flashy flexibility foldable folks following forest formal former frequent
fresh friend friendly friends frill frills full function funds funky gadget gadgets garden general generation
gentleman genuine gets gift gifts gimme girl girlfriend girls gives goes gorgeous gotta graduation grandma grandpa
grown grudge guest guests guy guys gym half hand handful handles handy hard hate hates heard heavier heavy heck hefty
hell helps hey high higher highly hiking holds holiday home honestly hot hour house housewarming huge huh husband idea
image important impression includes incredible individual informal inspired instant instead insurance issue issues
item java joy junior keeps kid kids kind kinda kitchen ladies lady lake large larger last lasting lasts late lately
later latest least left length less lets level life light lighter lightweight like limit line list listen lite
literally little living loads local long longer longevity longlasting look looking looks lot lots loud love loves low
lower luxurious madam made main mainly major makes man many market match matches material matter max maximum maybe
mean means medium meets mega member men metal micro mid min mini minimum minor minute model models modern mom moment
money month morning mostly mother mountain mountains multiple name nano narrow natural nature neat necessary need
needs neighbor never new next night normal number occasion occasional odd offers office often ok okay old older one
option options opulent order ordinary original other others outdoor outdoors overall own pace paced package pair pal
part particular partner party patterned people per perfect performance performs perhaps period person personal pet
piece place plain plan please plenty plus point popular portable possible possibly potential power powerful practical
precision preference premium present pretty previous price pricey pro problem product professional proper provides
purchase purpose quality quantity question quick quicker quiet quirky quite rain range rare rated rather rating
reading real reason reasonable recent recently regular reliability reliable remaining requirement resilient resistant
rest result retro review right river road room roomy rugged running runs safe same says school sea season second seems
selection sells senior seniors separate serious service set several shape sharp short shorter simple simply single sir
sister sits sizable size sized sleek sleeping slick slight slow slower small smaller smart snow snug soft solid solo
something sometimes somewhat son sort sorta sound spacious spare special specific spot standard stands start state
stays stock storage store straight strong stronger student stunning style stylish substitute suitable suits summer
super sure system tag takes tall task teacher team technology teen teens term terms themed thick thicker thin thing
things thinner thrifty tick ticks tidy tight time timeless tiny ton tons top total totally tough tourist town
traditional travel traveling travelling trendy trip trouble true trusty turns twice two type typical ultimate ultra
uncle unique unusual upcoming use used useful user usual usually valentine value variety various vast versatile
version vintage volume walking wanna wanted wants warm warmer warranty way weather wedding week weekend well whatever
while whole wide wider wife winter woman women wood work working works world worth yeah year years young zero
"""


_LIFE = """
airport alley allergy apartment attic auntie babies baker balcony barbecue barista barn baseball basement bbq beard
beginners bedside boss bridesmaid bride brunch cabin camper campers campfire campground campsite cellar chef chefs
climber coach coffee colleague colleagues commute commuter concert cook cooks cottage countertop coworker coworkers
cruise cyclist cyclists date desk diner doctor dorm drinker drinkers driver drink drinks educational farm farmer fall
festival fiance fiancee fisherman foodie gamer garage gardener godmother godson graduate groom grooms hallway hiker
hikers homeowner honeymoon hospital hostess hotel housewife interview island lakeside lawn lunch meal milestone mum
mums musician musicians nanny nephew newlyweds niece nieces nurse nurses nursery outing owner owners pal parent
parents patio picnic plane pool poolside porch preschool preschooler professor ranch reader readers retirement retiree
reusable roadtrip roommate runner runners safari sauna shower skier skiers sleeper sleepers sleepover snack sofa soup
spa spring stepdad stepmom studio supper sweetheart tea teammate terrace toddler toddlers tourists trail traveler
travelers traveller travellers treat tween twins university vegetarian wanderer washroom water weekday wildlife woods
workout writer yacht yard yoga
"""


ENDING = re.compile(r"(?:ers?|less|ness|ful|able|ly)$")
SHORTEST = 3  # shorter entries of the lexicon are the slang of chats


@cache
def _plain() -> frozenset[str]:
    return frozenset(form for word in f"{_PLAIN} {_LIFE}".split() for form in (word, f"{word}s"))


@cache
def _felt() -> frozenset[str]:
    return frozenset(word for word in SentimentIntensityAnalyzer().lexicon if len(word) > SHORTEST)


def is_ordinary(word: str, stem: str) -> bool:
    """Whether a word in front of a noun, or after "with", promises nothing that a shop could state."""
    return stem in STOP or word in _plain() or word in _felt() or word.endswith(("ly", "est", "ish", "ier", "ing"))


_THINGS = """
barbecue battery beard bucket box camper coffee desk drink fan insurance java meal plane pool sauna shower
snack sofa soup tea wood yacht
"""
THINGS = frozenset(stems(_THINGS))
"""Stems of what is ordinary in front of another noun or behind "for", and sold where it is asked for itself."""


def is_english(word: str) -> bool:
    """As it is, or without an ending: a heater is no slip for heather."""
    return bool({word, ENDING.sub("", word)} & common_words())
