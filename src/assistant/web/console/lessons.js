/** What a line of a chat can teach: an answer for the shop's pages, and a turn that evals ask again. */
import { h } from "../dom.js";
import { chatPath, newId } from "./api.js";
import { button, dialog, form, labelled } from "./forms.js";
import { mark } from "./icons.js";

/** The buttons beside a line: of the assistant's both, of a person's the first. */
export function lessons(desk, line, chat) {
  const of = turnOf(line, chat);
  if (!of || (line.who !== "assistant" && line.who !== "staff")) return [];
  const found = [button("round lesson", mark("book"), () => suggest(desk, of, line), named("Suggest for our pages"))];
  if (line.who === "assistant") found.push(freezer(desk, line, chat));
  return found;
}

/** The shopper's message that this line answers. */
function turnOf(line, { lines }) {
  const at = lines.findIndex((one) => one.who === line.who && one.id === line.id);
  return lines.slice(0, Math.max(at, 0)).findLast((one) => one.who === "shopper");
}

function named(words) {
  return { "aria-label": words, title: words };
}

function freezer(desk, line, chat) {
  const kept = chat.cases.includes(line.id);
  const words = kept ? "Kept as a case for evals. Keep it no more" : "Keep as a case for evals";
  return button("round lesson", mark("pin"), async () => {
    const path = chatPath(chat.id, `/cases/${encodeURIComponent(line.id)}`);
    try {
      await (kept ? desk.api.drop(path) : desk.api.put(path, {}));
      desk.say(kept ? "It is no case any more." : "Kept as a case: evals ask it again until it is answered well.", true);
    } catch (problem) {
      desk.say(problem.message);
    }
    desk.chat.refresh();
  }, { ...named(words), "aria-pressed": String(kept) });
}

function suggest(desk, asked, line) {
  const question = h("input", { type: "text", required: true, maxlength: 300 });
  const answer = h("textarea", { rows: 6, maxlength: 4000 });
  question.value = asked.text.slice(0, 300);
  answer.value = line.who === "staff" ? line.text : "";
  const [chat, id] = [desk.chat.id, newId()];
  const box = dialog("Suggest for our pages", form(async () => {
    await desk.api.post(chatPath(chat, "/faqs"), { id, turn_id: asked.id, question: question.value, answer: answer.value });
    box.close();
    desk.say("Suggested. An owner decides, in the menu under Questions for our pages.", true);
  }, labelled("Question", question), labelled("Answer", answer, "Everybody will read it: leave out names and orders."),
  h("div", { class: "acts" }, h("button", { type: "submit", class: "primary" }, "Suggest"))));
  (line.who === "staff" ? question : answer).focus();
}
