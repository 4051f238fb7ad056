/** Gives the open chat to somebody. */
import { h } from "../dom.js";
import { button, dialog } from "./forms.js";
import { where } from "./words.js";

export async function giveDialog(desk) {
  let staff = [];
  try {
    ({ staff } = await desk.api.get("staff"));
  } catch (problem) {
    desk.say(problem.message);
    return;
  }
  const able = staff.filter((one) => one.active && one.role !== "qa" && one.id !== desk.chat.now?.handoff?.owner);
  const give = (name, about, to) => h("li", {}, button("person", [h("strong", {}, name), h("span", { class: "soft" }, about)], () => {
    box.close();
    desk.chat.act("assign", { staff_id: to });
  }));
  const waits = desk.chat.now?.handoff?.status === "waiting";
  const list = h("ul", { class: "people" },
    waits && give("Whoever is freest", "Here, with the skill and the least to do", null),
    ...able.map((one) => give(one.id === desk.me.id ? `${one.name} (you)` : one.name, told(one), one.id)));
  const box = dialog("Give this chat to", able.length ? list : h("p", {}, "There is nobody else to give it to. An owner can add people."));
}

function told({ load, most, skills, ...one }) {
  return [where(one), `${load} of ${most} chats`, skills.join(", ")].filter(Boolean).join(" · ");
}
