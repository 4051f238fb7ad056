"""When the shop, the line or the conversation breaks, the shopper is told kindly and has a way on."""

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.standin import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "What is your return policy?"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("500", "Something went wrong on our side"),
        ("429", "That was a lot at once"),
        ("busy", "I am still answering your last message"),
        ("cut", "The connection broke before I had finished"),
        ("error", "Sorry, that went wrong on our side."),
    ],
)
async def test_each_failure_is_told_and_a_retry_sends_the_same_again(
    visit: Visit, shop: Shop, failure: str, words: str
) -> None:
    shop.failing = [failure]
    await visit.ask(QUESTION)
    await expect(visit.page.get_by_role("alert")).to_contain_text(words)
    await expect(visit.page.locator(".progress:visible")).to_have_count(0)
    await visit.page.get_by_role("button", name="Try again").click()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    assert shop.asked == [QUESTION, QUESTION]
    assert len(set(shop.keys)) == 1, "so that the shop answers it once"
    await expect(visit.page.locator(".shopper")).to_have_count(1)
    await expect(visit.page.locator(".problem")).to_have_count(0)


async def test_a_stalled_answer_is_given_up_and_not_asked_twice_if_it_came(visit: Visit, shop: Shop) -> None:
    await visit.page.evaluate("document.querySelector('shopping-assistant').remove()")
    await visit.page.evaluate(
        "document.querySelector('main').innerHTML = '<shopping-assistant mode=page patience=0.8></shopping-assistant>'"
    )
    shop.failing = ["stall"]
    await visit.ask(QUESTION)
    await expect(visit.page.get_by_role("alert")).to_contain_text("taking too long")
    shop.finish(QUESTION)
    await visit.page.get_by_role("button", name="Try again").click()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    assert shop.asked == [QUESTION]


async def test_a_message_that_cannot_be_taken_comes_back_to_be_shortened(visit: Visit, shop: Shop) -> None:
    shop.failing = ["long"]
    await visit.ask("a very long message")
    await expect(visit.page.get_by_role("alert")).to_contain_text("under 2000 letters")
    await expect(visit.page.get_by_label("Your message")).to_have_value("a very long message")
    await expect(visit.page.get_by_role("button", name="Try again")).to_have_count(0)


async def test_an_ended_conversation_is_replaced_and_the_question_still_answered(visit: Visit, shop: Shop) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    shop.known = set()
    await visit.ask(QUESTION)
    await expect(visit.page.get_by_text("this is a new one with an empty cart")).to_be_visible()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    assert shop.started == 2


async def test_a_kept_conversation_that_is_gone_starts_a_new_one(visit: Visit, shop: Shop) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    shop.known = set()
    await visit.page.reload()
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    assert shop.started == 2


async def test_what_is_written_offline_is_told_to_wait_and_goes_out_by_itself_in_its_order(
    visit: Visit, shop: Shop
) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await visit.page.context.set_offline(True)
    for text in (QUESTION, "mugs"):
        await visit.ask(text)
        await expect(visit.page.locator(".turn", has_text=text)).to_contain_text("Your message goes out by itself")
    await visit.page.context.set_offline(False)
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    await expect(visit.page.locator(".problem")).to_have_count(0)
    assert shop.asked == [QUESTION, "mugs"]
    assert await visit.page.locator(".shopper .words").all_inner_texts() == shop.asked


async def test_what_could_not_be_sent_outlives_the_page_and_is_not_asked_twice(visit: Visit, shop: Shop) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await visit.page.route("**/messages", lambda route: route.abort())
    await visit.ask(QUESTION)
    await expect(visit.page.get_by_role("alert")).to_contain_text("could not reach the shop")
    await visit.page.unroute("**/messages")
    await visit.page.reload()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    await visit.page.reload()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    await expect(visit.page.locator(".shopper")).to_have_count(1)
    assert shop.asked == [QUESTION]


async def forget(visit: Visit) -> None:
    """As a first visit. What the page has not written down yet, it would write down afterwards."""
    await expect(visit.page.locator(".chip").first).to_be_visible()
    await visit.page.evaluate("localStorage.clear()")


async def test_a_shop_that_is_away_at_the_start_can_be_tried_again(visit: Visit) -> None:
    await forget(visit)
    await visit.page.route("**/api/**", lambda route: route.abort())
    await visit.page.reload()
    await expect(visit.page.get_by_role("alert")).to_contain_text("could not reach the shop")
    await visit.page.unroute("**/api/**")
    await visit.page.get_by_role("button", name="Try again").click()
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()


async def test_what_is_sent_before_the_chat_is_open_goes_out_once_it_is(visit: Visit, shop: Shop) -> None:
    held: list[Route] = []
    await forget(visit)
    await visit.page.route("**/api/conversations", lambda route: held.append(route))  # noqa: PLW0108  # playwright takes no builtin
    await visit.page.reload()
    await visit.page.get_by_label("Your message").fill(QUESTION)
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_label("Your message")).to_have_value(QUESTION)
    await expect(visit.page.get_by_role("alert")).to_have_count(0)
    assert shop.asked == []
    await held[0].continue_()
    await expect(visit.page.get_by_role("link", name="Returns and refunds")).to_be_visible()
    assert shop.asked == [QUESTION]


@pytest.mark.parametrize("cut", ["every byte", "whole"])
async def test_the_stream_is_read_alike_however_it_is_cut(visit: Visit, cut: str) -> None:
    stream = ": ping\r\n\r\nevent: text\r\ndata: {\rdata:}\n\nevent: reply\ndata: é\n\ndata: never finished"
    read = await visit.page.evaluate(
        """async ([stream, each]) => {
            const { EventParser } = await import("/web/sse.js");
            const parser = new EventParser();
            const pieces = each ? [...stream] : [stream];
            return pieces.flatMap((piece) => [...parser.feed(piece)]).map(({event, data}) => [event, data]);
        }""",
        [stream, cut == "every byte"],
    )
    assert read == [["text", "{\n}"], ["reply", "é"]]
