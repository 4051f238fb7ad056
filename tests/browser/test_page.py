"""The chat page against the stand-in: what a shopper sees when all goes well."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.standin import SUGGESTIONS, Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.owasp("ASI09")
async def test_the_greeting_names_the_shop_says_it_is_ai_and_offers_four_questions(visit: Visit) -> None:
    await expect(visit.page.get_by_role("heading", name="Larkfield")).to_be_visible()
    await expect(visit.page.get_by_text("AI shopping assistant")).to_be_visible()
    for words in SUGGESTIONS:
        await expect(visit.page.get_by_role("button", name=words)).to_be_visible()
    await expect(visit.page).to_have_title("Larkfield: shop assistant")
    assert visit.complaints == []


async def test_a_suggestion_is_asked_with_one_press_and_then_leaves(visit: Visit, shop: Shop) -> None:
    await visit.page.get_by_role("button", name="Show me rain jackets").click()
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    assert shop.asked == ["Show me rain jackets"]
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_have_count(0)
    await expect(visit.page.get_by_role("button", name="Only in navy")).to_be_visible()


async def test_shift_and_enter_starts_a_new_line_and_enter_sends_both(visit: Visit, shop: Shop) -> None:
    box = visit.page.get_by_label("Your message")
    await box.fill("first")
    await box.press("Shift+Enter")
    await box.press_sequentially("second")
    await box.press("Enter")
    await expect(visit.page.locator(".sources")).to_be_visible()
    assert shop.asked == ["first\nsecond"]


async def test_progress_is_told_in_words_and_gone_with_the_answer(visit: Visit) -> None:
    await visit.ask("What is your return policy?")
    await expect(visit.page.get_by_text("Looking through the shop")).to_be_visible()
    await expect(visit.page.locator(".sources")).to_be_visible()
    await expect(visit.page.locator(".progress:visible")).to_have_count(0)


async def test_a_card_shows_price_was_price_stock_and_follows_its_variant(visit: Visit) -> None:
    await visit.ask("Show me rain jackets")
    card = visit.page.get_by_role("article").filter(has_text="Rill Shell Jacket")
    await expect(card).to_contain_text("$129.00")
    await expect(card.locator("s")).to_contain_text("$159.00")
    await expect(card).to_contain_text("In stock")
    choose = card.get_by_role("combobox")
    await choose.select_option("navy / M")
    await expect(card).to_contain_text("Only 3 left")
    await choose.select_option("navy / L (out of stock)")
    await expect(card.get_by_role("button")).to_be_disabled()
    cape = visit.page.get_by_role("article").filter(has_text="Cairn Rain Cape")
    await expect(cape.get_by_role("button", name="is out of stock")).to_be_disabled()


async def test_adding_puts_exactly_the_chosen_variant_into_the_cart(visit: Visit, shop: Shop) -> None:
    await visit.ask("Show me rain jackets")
    card = visit.page.get_by_role("article").filter(has_text="Rill Shell Jacket")
    await card.get_by_role("combobox").select_option("navy / M")
    await card.get_by_role("button", name="Add Rill Shell Jacket to cart").click()
    await expect(visit.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    await expect(card).to_contain_text("Added")
    assert shop.cart == {"RSJ-NVY-M": 1}


async def test_the_cart_is_edited_refused_kindly_and_undone(visit: Visit, shop: Shop) -> None:
    await visit.ask("Show me rain jackets")
    await visit.page.get_by_role("button", name="Add Moorgate Waxed Parka to cart").click()
    await visit.page.get_by_role("button", name="Cart, 1 item").click()
    more = visit.page.get_by_role("button", name="One more of Moorgate Waxed Parka")
    await more.click()
    await expect(visit.page.locator(".subtotal")).to_contain_text("$296.00")
    await expect(visit.page.get_by_text("Before shipping and tax")).to_be_visible()
    await more.click()
    await expect(visit.page.get_by_text("Only 2 of Moorgate Waxed Parka are left.")).to_be_visible()
    await visit.page.get_by_role("button", name="Remove Moorgate Waxed Parka").click()
    await expect(visit.page.get_by_text("Nothing here yet")).to_be_visible()
    assert shop.cart == {}
    await visit.page.get_by_role("button", name="Undo").click()
    await expect(visit.page.locator(".subtotal")).to_contain_text("$296.00")
    assert shop.cart == {"MWP-OLV-M": 2}


async def test_a_line_that_the_shop_can_no_longer_fill_says_so(visit: Visit, shop: Shop) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    shop.cart["MWP-OLV-M"] = 5
    await visit.page.reload()
    await visit.page.get_by_role("button", name="Cart, 5 items").click()
    await expect(visit.page.get_by_text("Only 2 left now")).to_be_visible()


async def test_a_policy_answer_shows_its_source_as_a_link_with_the_quote(visit: Visit) -> None:
    await visit.ask("What is your return policy?")
    source = visit.page.get_by_role("link", name="Returns and refunds")
    await expect(source).to_have_attribute("href", f"{visit.origin}pages/returns")
    await expect(visit.page.get_by_text("You have 45 days from delivery")).to_be_visible()
    await expect(visit.page.locator(".assistant strong", has_text="45 days")).to_be_visible()


async def test_asking_for_a_person_turns_the_control_into_its_standing(visit: Visit, shop: Shop) -> None:
    await visit.page.get_by_role("button", name="Talk to a person").click()
    await expect(visit.page.get_by_text("Your chat is in our team's queue")).to_be_visible()
    await expect(visit.page.get_by_role("button", name="Talk to a person")).to_have_count(0)
    assert shop.handoff is not None
    await visit.page.reload()
    await expect(visit.page.get_by_text("Your chat is in our team's queue")).to_be_visible()


async def test_a_proposal_is_answered_by_buttons_that_work_once(visit: Visit, shop: Shop) -> None:
    await visit.ask("cancel")
    await visit.page.get_by_role("button", name="No, leave it").click()
    await expect(visit.page.locator(".confirmation")).to_contain_text("You left this as it was.")
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_have_count(0)
    await expect(visit.page.locator(".sources")).to_be_visible()
    assert shop.asked == ["cancel", "No, leave it"]
    assert shop.confirmed == [None, None]


async def test_the_yes_of_a_button_names_its_proposal(visit: Visit, shop: Shop) -> None:
    await visit.ask("cancel")
    await visit.page.get_by_role("button", name="Yes, do it").press("Enter")
    await expect(visit.page.locator(".sources")).to_be_visible()
    assert shop.confirmed == [None, "c1"]


async def test_a_proposal_counts_down_and_closes_when_its_time_is_over(visit: Visit, shop: Shop) -> None:
    shop.open_seconds = 2
    await visit.ask("cancel")
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_be_visible()
    await expect(visit.page.get_by_text("This offer has expired")).to_be_visible()
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_have_count(0)
    assert shop.asked == ["cancel"]


async def test_an_answer_in_words_closes_the_box(visit: Visit, shop: Shop) -> None:
    await visit.ask("cancel")
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_be_visible()
    await visit.ask("compare")
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_have_count(0)
    await expect(visit.page.get_by_role("columnheader", name="Drift")).to_be_visible()
    assert shop.confirmed == [None, None]


async def test_the_page_says_which_model_answers_and_when_another_had_to(visit: Visit) -> None:
    await expect(visit.page.get_by_text("offline model, rules and a small classifier")).to_be_visible()
    await visit.ask("fallback")
    await expect(visit.page.get_by_text("Our usual model could not be asked")).to_be_visible()


async def test_a_comparison_is_drawn_as_a_table_and_a_list(visit: Visit) -> None:
    await visit.ask("compare")
    await expect(visit.page.get_by_role("columnheader", name="Drift")).to_be_visible()
    await expect(visit.page.get_by_role("row", name="Weight")).to_contain_text("230 g")
    await expect(visit.page.get_by_role("listitem").filter(has_text="Drift packs smaller")).to_be_visible()


async def test_a_reload_keeps_the_conversation_and_a_new_chat_leaves_it(visit: Visit, shop: Shop) -> None:
    await visit.ask("Show me rain jackets")
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    await visit.page.reload()
    await expect(visit.page.locator(".shopper")).to_contain_text("Show me rain jackets")
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    assert shop.started == 1
    await visit.page.get_by_role("button", name="New chat").click()
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await expect(visit.page.locator(".shopper")).to_have_count(0)
    assert shop.started == 2
    assert visit.complaints == []
