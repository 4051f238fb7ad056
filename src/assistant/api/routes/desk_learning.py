"""The console, learning: questions for the shop's pages, and turns frozen as cases."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse

from assistant.agent.frozen import cases_yaml
from assistant.agent.learning import Learning
from assistant.api.bodies import ErrorBody
from assistant.api.desk_parts import Chat, Owns, SignedIn
from assistant.api.learning_bodies import AskedInVainView, DecidedFaq, FaqList, FaqView, NewCase, NewFaq
from assistant.api.parts import Parts, PartsHere
from assistant.learning.faqs import SOURCE

router = APIRouter(
    prefix="/console/api",
    tags=["console"],
    responses={status: {"model": ErrorBody} for status in (401, 403, 404, 409, 422)},
)
ONE = "/conversations/{conversation_id}"
CASE = f"{ONE}/cases/{{turn_id}}"
YAML = "application/yaml"


async def learning(here: PartsHere, who: SignedIn) -> Learning:
    return Learning(here.assistant.stores, who, here.assistant.now())


Learns = Annotated[Learning, Depends(learning)]


@router.get("/faqs", summary="Questions suggested for the shop's pages, and those that nobody could answer")
async def read_faqs(here: PartsHere, learns: Learns) -> FaqList:
    pages = await _pages(here)
    return FaqList(
        faqs=[FaqView.of(faq, pages) for faq in await here.assistant.stores.faqs.all()],
        asked=[AskedInVainView.of(asked) for asked in await learns.asked_in_vain()],
        by_hand=here.site.publish is None,
    )


@router.post(f"{ONE}/faqs", status_code=201, summary="Suggest a question with its answer for the shop's pages")
async def suggest_faq(chat: Chat, given: NewFaq, here: PartsHere, learns: Learns) -> FaqView:
    faq = await learns.suggest(chat, given.id, given.turn_id, given.question, given.answer)
    return FaqView.of(faq, await _pages(here))


@router.put("/faqs/{faq_id}", summary="Approve it, which puts it on the shop's pages, or refuse it")
async def decide_faq(faq_id: str, given: DecidedFaq, here: PartsHere, learns: Learns, _who: Owns) -> FaqView:
    faq = await learns.decide(faq_id, given.was, given.status, given.question, given.answer)
    return FaqView.of(faq, await _pages(here))


async def _pages(here: Parts) -> list[str]:
    return [one.id for one in await here.assistant.stores.library.documents() if one.source == SOURCE]


@router.put(CASE, status_code=204, summary="Keep a turn as a case that evals ask again")
async def freeze(chat: Chat, turn_id: str, given: NewCase, learns: Learns) -> None:
    await learns.freeze(chat, turn_id, given.wrong, given.note)


@router.delete(CASE, status_code=204, summary="Keep it no more")
async def thaw(chat: Chat, turn_id: str, here: PartsHere, _who: SignedIn) -> None:
    if turn_id in {frozen.turn_id for frozen in await here.assistant.stores.cases.of(chat.id)}:
        await here.assistant.stores.cases.thaw(turn_id)


@router.get("/cases", summary="All cases, as a file of an eval", response_class=PlainTextResponse)
async def read_cases(here: PartsHere, _who: SignedIn) -> PlainTextResponse:
    named = {"Content-Disposition": 'attachment; filename="cases.yaml"'}
    return PlainTextResponse(await cases_yaml(here.assistant.stores), media_type=YAML, headers=named)
