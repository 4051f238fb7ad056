/** Questions for the shop's pages: what was suggested, what was asked in vain, and what an owner approved. */
import { h } from "../dom.js";
import { chatPath, newId } from "./api.js";
import { button, dialog, form, labelled } from "./forms.js";

/** Everybody reads them; an owner decides. */
export async function faqDialog(desk) {
  const inside = h("div", { class: "faqs" });
  const draw = async () => {
    try {
      inside.replaceChildren(...parts(desk, await desk.api.get("faqs"), draw, () => box.close()));
    } catch (problem) {
      desk.say(problem.message);
    }
  };
  await draw();
  const box = dialog("Questions for our pages", inside);
}

function parts(desk, { faqs, asked, by_hand: byHand }, draw, close) {
  const of = (status) => faqs.filter((one) => one.status === status);
  const row = (one) => item(desk, one, { draw, close, byHand });
  return [
    ...part("Suggested", "Nothing is suggested just now.", of("suggested").map(row)),
    ...part("Asked, and not on our pages", "Nothing was asked in vain lately.", asked.map((one) => unanswered(desk, one, draw, close))),
    ...(of("approved").length ? part("Approved", "", of("approved").map(row)) : []),
    h("p", { class: "soft" }, h("a", { href: desk.api.url("cases"), download: "cases.yaml" }, "Cases for evals, as a file")),
  ];
}

function part(title, none, rows) {
  return [h("h3", {}, title), rows.length ? h("ul", { class: "people" }, ...rows) : h("p", { class: "soft" }, none)];
}

function item(desk, one, { draw, close, byHand }) {
  const owner = desk.me.role === "owner";
  return h("li", { class: "kept" },
    h("div", {}, h("strong", {}, one.question), h("p", { class: "soft" }, one.answer || "No answer yet."),
      h("p", { class: "soft" }, `Suggested by ${one.by}. ${standing(one, byHand)}`)),
    h("div", { class: "acts" }, source(desk, one, close),
      owner && button("secondary", "Decide", () => decide(desk, one, draw), { "aria-label": `Decide: ${one.question}` })));
}

/** Where it stands, as it is: on the pages, on its way, or why not. */
function standing({ status, live, pending, fault }, byHand) {
  if (fault) return `It is not on our pages: ${fault}.`;
  if (status === "suggested") return "An owner decides.";
  if (pending) return byHand ? "It goes live with the next python -m ingest faqs." : "It is going live, which can take a minute.";
  return live ? "It is on our pages." : "It is not on our pages: an ingest was taken back. Approve it again.";
}

function source(desk, { conversation_id: id, asked, text }, close) {
  return button("secondary", "See the chat", () => {
    close();
    desk.go(id);
  }, { "aria-label": `See the chat: ${asked ?? text}` });
}

function unanswered(desk, asked, draw, close) {
  return h("li", { class: "kept" },
    h("div", {}, h("strong", {}, asked.text), h("p", { class: "soft" }, asked.times > 1 ? `Asked ${asked.times} times.` : "Asked once.")),
    h("div", { class: "acts" }, source(desk, asked, close),
      button("secondary", "Answer", () => answer(desk, asked, draw), { "aria-label": `Answer: ${asked.text}` })));
}

/** A suggestion; an owner's own is decided at once, so a question can be put aside for good, too. */
function answer(desk, asked, draw) {
  const fields = texts(asked.text.slice(0, 300), "");
  const id = newId();
  const suggest = () => desk.api.post(chatPath(asked.conversation_id, "/faqs"), { id, turn_id: asked.turn_id, ...fields.read() });
  const acts = desk.me.role === "owner"
    ? [["Approve", "approved"], ["Put aside", "refused"]].map(([words, status]) => [words, async () => send(desk, await suggest(), status, fields)])
    : [["Suggest", suggest]];
  ask("Answer this question", fields, acts, draw);
}

function decide(desk, one, draw) {
  const fields = texts(one.question, one.answer);
  const approve = one.status === "approved" ? "Approve as it is now" : "Approve";
  const refuse = one.status === "approved" ? "Take off our pages" : "Refuse";
  ask("Decide", fields, [[approve, () => send(desk, one, "approved", fields)], [refuse, () => send(desk, one, "refused", fields)]], draw);
}

function send(desk, one, status, fields) {
  return desk.api.put(`faqs/${encodeURIComponent(one.id)}`, { was: one.status, status, ...fields.read() });
}

function texts(asked, answered) {
  const question = h("input", { type: "text", required: true, maxlength: 300 });
  const text = h("textarea", { rows: 7, maxlength: 4000 });
  [question.value, text.value] = [asked, answered];
  const read = () => ({ question: question.value, answer: text.value });
  return { parts: [labelled("Question", question), labelled("Answer", text, "Everybody will read it: leave out names and orders.")], read, text };
}

/** One button for each way to go on; the first is the form's own. */
function ask(title, fields, [[first, act], ...others], draw) {
  let chosen = act;
  const run = async () => {
    const doing = chosen;
    chosen = act;
    await doing();
    await draw();
    box.close();
  };
  const box = dialog(title, form(run, ...fields.parts, h("div", { class: "acts" },
    h("button", { type: "submit", class: "primary" }, first),
    ...others.map(([words, other]) => h("button", { type: "submit", class: "secondary", onclick: () => { chosen = other; } }, words)))));
  fields.text.focus();
}
