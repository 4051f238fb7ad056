/** Where an owner adds people and changes what they may do. */
import { h, icon } from "../dom.js";
import { button, dialog, form, labelled } from "./forms.js";
import { where } from "./words.js";

const ROLES = { agent: "Agent: answers chats", owner: "Owner: also manages people and replies", qa: "QA: reads, and writes notes and tags" };
const SHORTEST = 10;

export async function keepStaff(desk) {
  const list = h("ul", { class: "people" });
  const draw = async () => {
    const { staff } = await desk.api.get("staff");
    list.replaceChildren(...staff.map((one) => h("li", { class: one.active ? "kept" : "kept gone" },
      h("div", {}, h("strong", {}, one.name), " ", h("span", { class: "chip" }, one.role), h("p", { class: "soft" }, told(one))),
      button("secondary", "Change", () => edit(desk, one, draw), { "aria-label": `Change ${one.name}` }))));
  };
  try {
    await draw();
  } catch (problem) {
    desk.say(problem.message);
    return;
  }
  dialog("Staff", list, button("primary", [icon("plus"), "Add somebody"], () => edit(desk, null, draw)));
}

function told({ email, active, load, most, skills, ...one }) {
  const state = active ? where(one) : "May not sign in";
  return [email, state, `${load} of ${most} chats`, skills.join(", ")].filter(Boolean).join(" · ");
}

function edit(desk, one, done) {
  const fields = inputs(one);
  const box = dialog(one ? `Change ${one.name}` : "Add somebody", form(async () => {
    await (one ? desk.api.put(`staff/${encodeURIComponent(one.id)}`, changed(fields)) : desk.api.post("staff", added(fields)));
    await done();
    box.close();
  }, ...shown(fields, one), h("button", { type: "submit", class: "primary" }, "Save")));
  fields.name.focus();
}

function inputs(one) {
  const role = h("select", {}, ...Object.entries(ROLES).map(([name, words]) => h("option", { value: name, selected: name === (one?.role ?? "agent") }, words)));
  const active = h("input", { type: "checkbox", checked: one?.active ?? true });
  const name = h("input", { type: "text", required: true, maxlength: 80, autocomplete: "off" });
  const email = h("input", { type: "email", required: true, maxlength: 254, autocomplete: "off" });
  const password = h("input", { type: "password", required: !one, minlength: SHORTEST, maxlength: 200, autocomplete: "new-password" });
  const skills = h("input", { type: "text", autocomplete: "off" });
  const most = h("input", { type: "number", min: 1, max: 100, required: true });
  name.value = one?.name ?? "";
  skills.value = one?.skills.join(", ") ?? "";
  most.value = one?.most ?? 5;
  return { name, email, role, password, skills, most, active };
}

function shown({ name, email, role, password, skills, most, active }, one) {
  return [
    labelled("Name", name, "Shoppers see it."), !one && labelled("E-mail", email), labelled("Role", role),
    labelled("Password", password, one ? "Leave it empty to keep the one they have." : `At least ${SHORTEST} letters.`),
    labelled("Skills", skills, "Separated by commas, such as: German, returns."), labelled("Chats at once", most),
    one && h("label", { class: "check" }, active, "May sign in"),
  ];
}

function said({ name, role, skills, most }) {
  return {
    name: name.value.trim(), role: role.value, most: Number(most.value),
    skills: skills.value.split(",").map((skill) => skill.trim()).filter(Boolean),
  };
}

function added(fields) {
  return { ...said(fields), email: fields.email.value.trim(), password: fields.password.value };
}

function changed(fields) {
  return { ...said(fields), active: fields.active.checked, ...(fields.password.value ? { password: fields.password.value } : {}) };
}
