/** Replies that are written once and used often: picked by everybody, kept by the owner. */
import { h, icon } from "../dom.js";
import { button, dialog, form, labelled } from "./forms.js";
import { mark } from "./icons.js";

/** The button in the composer. */
export function cannedPicker(desk) {
  return button("quiet", [mark("book"), "Canned replies"], () => pick(desk), { title: "Canned replies (c)", "data-key": "c" });
}

async function read(desk) {
  try {
    return (await desk.api.get("canned")).canned;
  } catch (problem) {
    desk.say(problem.message);
    return null;
  }
}

async function pick(desk) {
  const canned = await read(desk);
  if (!canned) return;
  const list = h("ul", { class: "people" });
  const find = h("input", { type: "search", placeholder: "Find by title or words", "aria-label": "Find a reply", autocomplete: "off", oninput: () => draw() });
  const box = dialog("Canned replies", canned.length ? find : h("p", {}, desk.me.role === "owner"
    ? "There are none yet. Write the first one in the menu, under Canned replies."
    : "There are none yet. An owner of the shop can write them."), list);
  const draw = () => list.replaceChildren(...canned.filter((one) => matches(one, find.value)).map((one) =>
    h("li", {}, button("person", [h("strong", {}, one.title), h("span", { class: "soft" }, one.text)], () => {
      box.close();
      desk.chat.composer.insert(one.text);
    }))));
  draw();
  if (canned.length) find.focus();
}

function matches({ title, text }, words) {
  return `${title} ${text}`.toLowerCase().includes(words.trim().toLowerCase());
}

/** Where an owner writes them. */
export async function keepCanned(desk) {
  const list = h("ul", { class: "people" });
  const draw = async () => {
    const canned = await read(desk) ?? [];
    list.replaceChildren(...canned.map((one) => h("li", { class: "kept" },
      h("div", {}, h("strong", {}, one.title), h("p", { class: "soft" }, one.text)),
      button("secondary", "Change", () => edit(desk, one, draw), { "aria-label": `Change ${one.title}` }))));
    if (!canned.length) list.replaceChildren(h("li", { class: "soft" }, "None yet."));
  };
  await draw();
  dialog("Canned replies", list, button("primary", [icon("plus"), "New reply"], () => edit(desk, null, draw)));
}

function edit(desk, one, done) {
  const title = h("input", { type: "text", required: true, maxlength: 80 });
  const text = h("textarea", { rows: 6, required: true, maxlength: 4000 });
  title.value = one?.title ?? "";
  text.value = one?.text ?? "";
  const path = one ? `canned/${encodeURIComponent(one.id)}` : "canned";
  const box = dialog(one ? "Change this reply" : "New reply", form(async () => {
    await desk.api[one ? "put" : "post"](path, { title: title.value.trim(), text: text.value.trim() });
    await done();
    box.close();
  }, labelled("Title", title, "What it is found by."), labelled("Text", text),
  h("div", { class: "acts" }, h("button", { type: "submit", class: "primary" }, "Save"),
    one && button("secondary", "Delete", async () => {
      await desk.api.drop(path).catch((problem) => desk.say(problem.message));
      await done();
      box.close();
    }))));
  title.focus();
}
