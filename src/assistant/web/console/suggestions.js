/** What the shop's own pages and products say to the shopper's last message, to be put where one writes. */
import { h } from "../dom.js";
import { chatPath } from "./api.js";
import { button, dialog } from "./forms.js";
import { mark } from "./icons.js";

const LONGEST = 4000;

/** The button in the composer. */
export function suggestionPicker(desk) {
  return button("quiet", [mark("spark"), "Suggested replies"], () => pick(desk), { title: "Suggested replies (g)", "data-key": "g" });
}

async function pick(desk) {
  let found;
  try {
    found = await desk.api.get(chatPath(desk.chat.id, "/suggestions"));
  } catch (problem) {
    desk.say(problem.message);
    return;
  }
  const list = h("ul", { class: "people" }, ...found.replies.map((one) => h("li", {}, button("person", [
    h("strong", {}, source(one)), h("span", { class: "soft" }, one.text),
  ], () => {
    box.close();
    desk.chat.composer.insert(one.text.slice(0, LONGEST));
  }))));
  const box = dialog("Suggested replies", found.replies.length ? list
    : h("p", {}, found.why || "Neither our pages nor our products say anything about the last message."));
}

function source({ citations }) {
  return citations.length ? `From ${citations.map((one) => one.title).join(", ")}` : "From our products";
}
