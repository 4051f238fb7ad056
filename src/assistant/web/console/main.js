/** Starts the console: a sign-in, or the desk of whoever is signed in. */
import { Api } from "./api.js";
import { Desk } from "./desk.js";
import { Kept } from "./kept.js";
import { Notices } from "./notice.js";
import { SignIn } from "./signin.js";
import { Theme } from "./theme.js";

const BASE = new URL("../../", import.meta.url);
const ENDED = "Your session has ended. Sign in again; what you were writing is kept.";

const [local, session] = [new Kept("localStorage"), new Kept("sessionStorage")];
const api = new Api(new URL("console/api/", BASE), () => ask(ENDED));
const desk = new Desk({
  api, local, session, base: BASE, theme: new Theme(local), notices: new Notices(local), leave, over: () => ask(ENDED),
});
const signIn = new SignIn(async (email, password) => enter(await api.post("session", { email, password })));

function enter(me) {
  signIn.element.hidden = true;
  return desk.open(me);
}

function ask(words) {
  if (!signIn.element.hidden && !desk.me) return;
  desk.close();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  document.title = "Console";
  signIn.show(words);
}

async function leave() {
  await api.drop("session").catch(() => {});  // a session that cannot be ended now ends by itself
  desk.close();
  location.hash = "";
  signIn.show("You have signed out.");
}

async function begin() {
  signIn.element.hidden = true;
  document.body.prepend(signIn.element, desk.element);
  try {
    await enter(await api.get("session"));
  } catch (problem) {
    signIn.show(problem.status === 401 ? "" : problem.message);
  }
}

begin();
